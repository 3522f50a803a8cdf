using System.CommandLine;
using Heed.Cli.Lesson;
using Heed.Cli.Options;
using Heed.Cli.Rendering;
using Spectre.Console;

namespace Heed.Cli.Verbs;

/// <summary><c>heed figures</c>: the lesson's five pictures, from numbers computed now.</summary>
internal static class FiguresVerb
{
    private static readonly Option<string> Output = new("--output")
    {
        Description = "Folder for the pictures.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "figures",
    };

    private static readonly Option<FigureFormat?> Format = new("--format")
    {
        Description = "The kind of file: svg, png, or html (one page with all five). Default: all three.",
        HelpName = "KIND",
        CustomParser = Parse.OneOf<FigureFormat>(),
    };

    public static Command Create() => Invocation.Bind(
        new Command("figures", "Draws what attention is in five pictures, from numbers of small models trained on the spot.")
        {
            Output,
            Format,
            SharedOptions.Seed,
            SharedOptions.Threads,
            SharedOptions.Quiet,
        },
        Run);

    private static int Run(Invocation invocation)
    {
        var terminal = invocation.Terminal;
        terminal.Story.WriteLine("Training five small models and drawing what they compute.");
        var paths = FivePictures.Write(invocation.Get(Output), invocation.Get(SharedOptions.Seed), invocation.Get(Format), invocation.Cancellation);
        terminal.Story.WriteTitle("Written");
        foreach (var path in paths)
        {
            terminal.Result.WriteLine($"  {path}");
        }

        return ExitCode.Done;
    }
}
