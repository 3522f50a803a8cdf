using System.CommandLine;
using Heed.Cli.Lesson;
using Heed.Cli.Options;
using Heed.Cli.Rendering;
using Heed.Figures;
using Heed.Figures.Explorer;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Data;
using Heed.Pipelines.Samples;
using Spectre.Console;

namespace Heed.Cli.Verbs;

/// <summary><c>heed demo</c>: the main job on built-in data, from training to pictures.</summary>
internal static class DemoVerb
{
    private static readonly Option<string> Output = new("--output")
    {
        Description = "Folder for the model, the explorer page and the pictures.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "demo-output",
    };

    public static Command Create() => Invocation.Bind(
        new Command("demo", "Trains a text classifier on built-in data, measures it, and draws what it attends to.")
        {
            Output,
            SharedOptions.Seed,
            SharedOptions.Threads,
            SharedOptions.Quiet,
        },
        Run);

    private static int Run(Invocation invocation)
    {
        var (terminal, directory, seed) = (invocation.Terminal, invocation.Get(Output), invocation.Get(SharedOptions.Seed));
        var model = Path.Combine(directory, "model");
        var reviews = ReviewSamples.Generate(seed);
        Introduce(terminal.Story, reviews);
        var progress = new ProgressView(terminal.Story, terminal.IsLive, Subject.Text);
        TextClassifier classifier;
        try
        {
            classifier = TextClassifier.Train(
                reviews.Train, reviews.Validation, DemoRecipe.Options(seed, model), progress, invocation.Cancellation);
        }
        finally
        {
            progress.Close();
        }

        LossCurve.Write(terminal.Story, progress.Losses);
        terminal.Story.WriteTitle("Held-out reviews: other topics, other pairings of words, other sentence patterns");
        EvaluationView.Write(terminal.Result, classifier.Evaluate(reviews.Test, invocation.Cancellation), Subject.Text);
        Classify(terminal.Result, classifier);
        terminal.Story.WriteTitle("Training five more small models, for the pictures of what attention is");
        var lesson = FivePictures.Write(Path.Combine(directory, "lesson"), seed, format: null, invocation.Cancellation);
        var (page, pictures) = Draw(directory, classifier, reviews.Test, progress.Losses, invocation.Cancellation);
        terminal.Result.WriteTitle("Written");
        terminal.Result.WriteLine($"  {page}  (open it in a browser)");
        foreach (var picture in pictures.Concat(lesson))
        {
            var isPage = Path.GetExtension(picture) == ".html";
            terminal.Result.WriteLine($"  {picture}{(isPage ? "  (and this one: what attention is, in five pictures)" : "")}");
        }

        terminal.Result.WriteLine($"  {model}{Path.DirectorySeparatorChar}");
        NextCommands.Write(terminal.Story, model, ReviewSamples.Showcase[0].Text, "FILE");
        return ExitCode.Done;
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
        console.WriteLine("Training takes about a minute at most: how many passes over the reviews fit into it is seen as it goes.");
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

    private static (string Page, IReadOnlyList<string> Pictures) Draw(
        string directory, TextClassifier classifier, IReadOnlyList<TextExample> test, IReadOnlyList<double> losses, CancellationToken cancellation)
    {
        var examples = ReviewSamples.Showcase.Select(example => Explanations.ToFigures(classifier.Explain(example.Text), example.Label)).ToList();
        var history = new TrainingHistory(
            [.. losses.Select(loss => (float)loss)],
            [.. classifier.Training!.Training.Epochs.Select(epoch => (float)(epoch.Validation?.Accuracy ?? 0))])
        {
            BaselineAccuracy = (float?)classifier.Training.Validation.Baseline?.Accuracy,
        };
        var figures = FigureSet.ForTextClassifier(examples[0], history, HeldOut(classifier, test, cancellation));
        var page = Path.Combine(directory, "explorer.html");
        ExplorerPage.Save(page, examples, "What the demo's model attends to", [.. figures.Figures.Select(named => named.Figure)]);
        return (page, figures.Save(Path.Combine(directory, "pictures")));
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
