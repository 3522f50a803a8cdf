using System.CommandLine;
using Heed.Checkpoints;
using Heed.Cli.Json;
using Heed.Cli.Options;
using Heed.Cli.Rendering;
using Heed.Figures;
using Heed.Figures.Analysis;
using Heed.Figures.Explorer;
using Heed.Pipelines.Classification;
using Spectre.Console;

namespace Heed.Cli.Verbs;

/// <summary><c>heed explain</c>: shows what a model attended to for one text.</summary>
internal static class ExplainVerb
{
    private static readonly Argument<string> Input = new("INPUT") { Description = "The text; one that begins with a dash comes after --." };

    private static readonly Option<string?> Output = new("--output")
    {
        Description = "Where the explanation goes: .html (a page to explore), .svg or .png (a picture) or .json (the numbers). Without it the words are only shown here.",
        HelpName = "FILE",
    };

    public static Command Create() => Invocation.Bind(
        new Command("explain", "Shows what a model attended to for one text.")
        {
            Input,
            SharedOptions.Model,
            Output,
            SharedOptions.Threads,
            SharedOptions.Json,
            SharedOptions.Quiet,
        },
        Run);

    private static int Run(Invocation invocation)
    {
        var write = invocation.Get(Output) is { } path ? Writer(path) : null;
        var classifier = TextClassifier.Load(invocation.Get(SharedOptions.Model));
        var explanation = classifier.Explain(invocation.Get(Input));
        var explained = Explanations.ToFigures(explanation);
        write?.Invoke(explanation, explained);
        if (invocation.IsJson)
        {
            invocation.Terminal.Output.WriteLine(JsonText.Of(ExplanationJson.Of(explanation, explained)));
        }

        AttentionView.Write(invocation.Terminal.Result, explained);
        if (write is not null)
        {
            invocation.Terminal.Story.WriteLine($"Written to {invocation.Get(Output)}");
        }

        if (explanation.Encoded.Truncated)
        {
            invocation.Terminal.Warn($"The text has {explanation.Encoded.FullLength} tokens; the model reads the first {classifier.MaxLength}.");
        }

        return ExitCode.Done;
    }

    private static Action<TextExplanation, ExplainedText> Writer(string path)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".html":
                return (_, explained) => ExplorerPage.Save(path, [explained], explained.Text, Pictures(explained));
            case ".svg" or ".png":
                return (_, explained) => Figure.Stack(explained.Text, Pictures(explained)).Save(path);
            case ".json":
                return (explanation, explained) =>
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                    AtomicFile.WriteText(path, JsonText.Of(ExplanationJson.Of(explanation, explained)) + "\n");
                };
            case var ending:
                throw new InvalidInputException(
                    $"{path}: cannot write {(ending.Length > 0 ? ending : "a file without an ending")}; expected a name that ends in .html, .svg, .png or .json.");
        }
    }

    private static IReadOnlyList<Figure> Pictures(ExplainedText explained) =>
        [TokenStrip.Draw(explained), HeadGrid.Draw(WordMerging.Merge(explained.Attention))];
}
