using System.CommandLine;
using Heed.Cli.Demo;
using Heed.Cli.Lesson;
using Heed.Cli.Options;
using Heed.Cli.Rendering;

namespace Heed.Cli.Verbs;

/// <summary><c>heed demo</c>: the main jobs on built-in data, from training to pictures of what is attended to.</summary>
internal static class DemoVerb
{
    private static readonly Option<string> Output = new("--output")
    {
        Description = "Folder for the models, the pages and the pictures.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "demo-output",
    };

    public static Command Create() => Invocation.Bind(
        new Command("demo", "Trains a classifier of texts and one of pictures on built-in data, measures them, and draws what they attend to.")
        {
            Output,
            SharedOptions.Seed,
            SharedOptions.Threads,
            SharedOptions.Quiet,
        },
        Run);

    private static int Run(Invocation invocation)
    {
        var demo = new DemoRun(invocation, invocation.Get(Output), invocation.Get(SharedOptions.Seed));
        TextPart.Run(demo);
        PicturePart.Run(demo);
        demo.Terminal.Story.WriteTitle("Training five more small models, for the pictures of what attention is");
        foreach (var picture in FivePictures.Write(demo.PathOf("lesson"), demo.Seed, format: null, demo.Cancellation))
        {
            demo.Wrote(picture, Path.GetExtension(picture) == ".html" ? "and this one: what attention is, in five pictures" : "");
        }

        demo.TellWritten();
        return ExitCode.Done;
    }
}
