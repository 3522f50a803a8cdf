using System.CommandLine;
using Heed.Cli.Json;
using Heed.Cli.Options;
using Heed.Cli.Rendering;
using Heed.Cli.Texts;
using Heed.Pipelines.Classification;
using Heed.Training;
using Spectre.Console;

namespace Heed.Cli.Verbs;

/// <summary><c>heed train text</c>: from labelled texts to a model folder.</summary>
internal static class TrainTextVerb
{
    private const string ExampleText = "a text of your own";

    public static Command Create()
    {
        var command = new Command("text", "Trains a text classifier from scratch; what is not given is chosen from the data.");
        TrainTextOptions.AddTo(command);
        return Invocation.Bind(command, invocation => TrainingRun.Run(invocation, Subject.Text, progress => Train(invocation, progress)));
    }

    private static TrainedClassifier Train(Invocation invocation, IProgress<TrainingProgress> progress)
    {
        var (trainPath, validationPath) = (invocation.Get(TrainTextOptions.Train), invocation.Get(TrainTextOptions.Validation));
        var columns = DataOptions.Columns(invocation);
        var train = LabelledFile.Read(trainPath, columns, invocation.Cancellation);
        string[] labels = [.. train.Select(example => example.Label).Distinct().Order(StringComparer.Ordinal)];
        RequireTwoClasses(trainPath, labels);
        var validation = validationPath is null
            ? null
            : LabelledFile.Read(validationPath, columns, invocation.Cancellation, labels, $"{trainPath} does not have");
        var options = Narrated(TrainTextOptions.Read(invocation), invocation.Terminal.Story);
        var classifier = TextClassifier.Train(train, validation, options, progress, invocation.Cancellation);
        var report = classifier.Training!;
        return new TrainedClassifier(
            report,
            TrainingJson.Of(options.OutputDirectory!, report) with { Truncated = report.Truncated },
            report.Plan.LearningRate,
            ExampleText,
            "FILE")
        {
            Warning = report.Truncated > 0 ? Words.Truncated(report.Truncated, report.TrainingExamples, classifier.MaxLength) : null,
            Diverged = report.Training.Stop == StopReason.Diverged || report.Pretraining?.Stop == StopReason.Diverged,
        };
    }

    private static void RequireTwoClasses(string path, string[] labels)
    {
        if (labels.Length < 2)
        {
            throw new InvalidInputException($"{path}: every text has the label '{labels[0]}'; expected at least two labels.");
        }
    }

    // What the doctor found and what was chosen, before the first step.
    private static TextClassifierOptions Narrated(TextClassifierOptions options, IAnsiConsole story)
    {
        TextClassifierPlan? chosen = null;
        return options with
        {
            Adjust = plan => chosen = plan,
            Examined = data =>
            {
                DataView.WriteShort(story, data);
                PlanView.Write(story, chosen!);
            },
        };
    }
}
