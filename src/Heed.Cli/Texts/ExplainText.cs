using Heed.Checkpoints;
using Heed.Cli.Json;
using Heed.Cli.Options;
using Heed.Cli.Rendering;
using Heed.Cli.Verbs;
using Heed.Figures;
using Heed.Figures.Analysis;
using Heed.Figures.Explorer;
using Heed.Pipelines.Classification;
using Spectre.Console;

namespace Heed.Cli.Texts;

/// <summary>Shows what a text classifier attended to for one text.</summary>
internal static class ExplainText
{
    public static int Run(Invocation invocation)
    {
        var write = invocation.Get(ExplainVerb.Output) is { } path ? Writer(path) : null;
        var classifier = TextClassifier.Load(invocation.Get(SharedOptions.Model));
        TextModels.RefusePicture(invocation, invocation.Get(ExplainVerb.Input));
        var explanation = classifier.Explain(invocation.Get(ExplainVerb.Input));
        var explained = Explanations.ToFigures(explanation);
        write?.Invoke(explanation, explained);
        if (invocation.IsJson)
        {
            invocation.Terminal.Output.WriteLine(JsonText.Of(ExplanationJson.Of(explanation, explained)));
        }

        AttentionView.Write(invocation.Terminal.Result, explained);
        if (write is not null)
        {
            invocation.Terminal.Story.WriteLine($"Written to {invocation.Get(ExplainVerb.Output)}");
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
