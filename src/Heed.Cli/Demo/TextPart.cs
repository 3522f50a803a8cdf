using Heed.Cli.Rendering;
using Heed.Figures;
using Heed.Figures.Explorer;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Data;
using Heed.Pipelines.Samples;
using Spectre.Console;

namespace Heed.Cli.Demo;

/// <summary>A transformer learns to tell praise from blame in built-in reviews, is measured, and shows what it attends to.</summary>
internal static class TextPart
{
    public static void Run(DemoRun demo)
    {
        var (terminal, model) = (demo.Terminal, demo.PathOf("model"));
        var reviews = ReviewSamples.Generate(demo.Seed);
        Introduce(terminal.Story, reviews);
        var progress = new ProgressView(terminal.Story, terminal.IsLive, Subject.Text);
        TextClassifier classifier;
        try
        {
            classifier = TextClassifier.Train(reviews.Train, reviews.Validation, TextRecipe.Options(demo.Seed, model), progress, demo.Cancellation);
        }
        finally
        {
            progress.Close();
        }

        LossCurve.Write(terminal.Story, progress.Losses);
        terminal.Story.WriteTitle("Held-out reviews: other topics, other pairings of words, other sentence patterns");
        EvaluationView.Write(terminal.Result, classifier.Evaluate(reviews.Test, demo.Cancellation), Subject.Text);
        Classify(terminal.Result, classifier);
        Draw(demo, classifier, reviews.Test, progress.Losses);
        demo.Wrote(model);
        NextCommands.Write(terminal.Story, model, ReviewSamples.Showcase[0].Text, "FILE", "Next, with texts");
    }

    private static void Introduce(IAnsiConsole console, ReviewSet reviews)
    {
        console.WriteLine(
            $"Made {Words.Plural(reviews.Train.Count, "review")} to learn from, {Words.Count(reviews.Validation.Count)} for validation and {Words.Count(reviews.Test.Count)} held out. What they say turns on negation, contrast and scope:");
        foreach (var example in reviews.Train.Take(3))
        {
            console.WriteLine($"  {example.Label}: {example.Text}");
        }

        console.WriteLine();
        console.WriteLine("Training takes under a minute: on a slow machine it ends after fewer passes over the reviews.");
    }

    private static void Classify(IAnsiConsole console, TextClassifier classifier)
    {
        console.WriteTitle("A few sentences that stand in no data set");
        var view = new PredictionView(classifier.Labels, isTerminal: true);
        foreach (var example in ReviewSamples.Showcase)
        {
            var prediction = classifier.Predict(example.Text, topK: 1);
            console.WriteLine($"  {(prediction.Label == example.Label ? "✓" : "✗")} {view.Line(prediction)}");
        }
    }

    private static void Draw(DemoRun demo, TextClassifier classifier, IReadOnlyList<TextExample> test, IReadOnlyList<double> losses)
    {
        var examples = ReviewSamples.Showcase.Select(example => Explanations.ToFigures(classifier.Explain(example.Text), example.Label)).ToList();
        var history = new TrainingHistory(
            [.. losses.Select(loss => (float)loss)],
            [.. classifier.Training!.Training.Epochs.Select(epoch => (float)(epoch.Validation?.Accuracy ?? 0))])
        {
            BaselineAccuracy = (float?)classifier.Training.Validation.Baseline?.Accuracy,
        };
        var figures = FigureSet.ForTextClassifier(examples[0], history, HeldOut(classifier, test, demo.Cancellation));
        var page = demo.PathOf("explorer.html");
        ExplorerPage.Save(page, examples, "What the demo's model attends to", [.. figures.Figures.Select(named => named.Figure)]);
        demo.Wrote(page, "open it in a browser: every layer and head of the model of texts");
        foreach (var picture in figures.Save(demo.PathOf("pictures")))
        {
            demo.Wrote(picture);
        }
    }

    private static HeldOutResults HeldOut(TextClassifier classifier, IReadOnlyList<TextExample> test, CancellationToken cancellation)
    {
        var index = classifier.Labels.Select((label, i) => (label, i)).ToDictionary(pair => pair.label, pair => pair.i, StringComparer.Ordinal);
        var probabilities = new float[test.Count * index.Count];
        var predictions = classifier.Predict([.. test.Select(example => example.Text)], cancellation: cancellation);
        for (var i = 0; i < predictions.Count; i++)
        {
            foreach (var (label, score) in predictions[i].Scores)
            {
                probabilities[(i * index.Count) + index[label]] = score;
            }
        }

        return new HeldOutResults(classifier.Labels, [.. test.Select(example => index[example.Label])], probabilities);
    }
}
