using Heed.Cli.Json;
using Heed.Cli.Rendering;
using Heed.Cli.Verbs;
using Heed.Pipelines.Images;

namespace Heed.Cli.Images;

/// <summary>Measures an image classifier on labelled pictures.</summary>
internal static class EvaluateImages
{
    public static int Run(Invocation invocation)
    {
        var classifier = ImageModels.Open(invocation);
        var (terminal, path) = (invocation.Terminal, invocation.Get(EvaluateVerb.Data));
        var images = ImageData.Read(path);
        var broken = new BrokenPictures(invocation);
        var report = classifier.Evaluate(images.HeldOut, broken.Skipped, invocation.Cancellation);
        if (invocation.IsJson)
        {
            terminal.Output.WriteLine(JsonText.Of(EvaluationJson.Of(report)));
        }
        else
        {
            var split = images.Test is not null ? "the test split of " : images.Validation is not null ? "the validation split of " : "";
            terminal.Story.WriteTitle($"Measured on {split}{path}");
            EvaluationView.Write(terminal.Result, report, Subject.Picture);
        }

        broken.Tell();
        return ExitCode.Done;
    }
}
