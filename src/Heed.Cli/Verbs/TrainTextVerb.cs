using System.CommandLine;
using Heed.Cli.Json;
using Heed.Cli.Options;
using Heed.Cli.Rendering;
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
        return Invocation.Bind(command, Run);
    }

    private static int Run(Invocation invocation)
    {
        var terminal = invocation.Terminal;
        var (trainPath, validationPath) = (invocation.Get(TrainTextOptions.Train), invocation.Get(TrainTextOptions.Validation));
        var (directory, columns) = (invocation.Get(TrainTextOptions.Output), DataOptions.Columns(invocation));
        var progress = new ProgressView(terminal.Story, terminal.IsLive);
        try
        {
            var train = LabelledFile.Read(trainPath, columns, invocation.Cancellation);
            string[] labels = [.. train.Select(example => example.Label).Distinct().Order(StringComparer.Ordinal)];
            RequireTwoClasses(trainPath, labels);
            var validation = validationPath is null
                ? null
                : LabelledFile.Read(validationPath, columns, invocation.Cancellation, labels, $"{trainPath} does not have");
            var options = Narrated(TrainTextOptions.Read(invocation), terminal.Story);
            var classifier = TextClassifier.Train(train, validation, options, progress, invocation.Cancellation);
            progress.Close();
            return Tell(invocation, classifier, progress.Losses, directory);
        }
        catch (OperationCanceledException) when (invocation.Cancellation.IsCancellationRequested)
        {
            progress.Close();
            terminal.Warn(Directory.Exists(Path.Combine(directory, "checkpoints"))
                ? $"Stopped; the state is saved in {directory}. To go on: the same command with --resume."
                : "Stopped before training began; nothing was saved.");
            return ExitCode.Usage;
        }
        finally
        {
            progress.Close();
        }
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

    private static int Tell(Invocation invocation, TextClassifier classifier, IReadOnlyList<double> losses, string directory)
    {
        var (terminal, report) = (invocation.Terminal, classifier.Training!);
        if (invocation.IsJson)
        {
            terminal.Output.WriteLine(JsonText.Of(TrainingJson.Of(directory, report)));
        }

        TrainingView.Write(terminal.Story, report, losses);
        EvaluationView.Write(terminal.Result, report.Validation);
        terminal.Result.WriteLine();
        terminal.Result.WriteLine($"Saved in {directory}");
        NextCommands.Write(terminal.Story, directory, ExampleText);
        if (report.Truncated > 0)
        {
            terminal.Warn(Words.Truncated(report.Truncated, report.TrainingExamples, classifier.MaxLength));
        }

        if (report.Training.Stop != StopReason.Diverged && report.Pretraining?.Stop != StopReason.Diverged)
        {
            return ExitCode.Done;
        }

        var kept = report.Training.BestEpoch > 0 ? $"the best state so far, of epoch {report.Training.BestEpoch}," : "the state before the first epoch";
        terminal.Warn(
            $"The loss became infinite or NaN, so training stopped; {kept} is saved in {directory}; try a lower --learning-rate (it was {report.Plan.LearningRate}) or a smaller --preset.");
        return ExitCode.Usage;
    }
}
