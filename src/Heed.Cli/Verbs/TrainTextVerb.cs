using System.CommandLine;
using Heed.Cli.Json;
using Heed.Cli.Options;
using Heed.Cli.Rendering;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Data;
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
        return Session.Bind(command, Run);
    }

    private static int Run(Session session)
    {
        var terminal = session.Terminal;
        var (trainPath, validationPath) = (session.Get(TrainTextOptions.Train), session.Get(TrainTextOptions.Validation));
        var (directory, columns) = (session.Get(TrainTextOptions.Output), DataOptions.Columns(session));
        var progress = new ProgressView(terminal.Story, terminal.IsLive);
        try
        {
            var train = LabelledFile.Read(trainPath, columns, session.Cancellation);
            var validation = validationPath is null
                ? null
                : LabelledFile.Read(validationPath, columns, session.Cancellation, [.. train.Select(e => e.Label).Distinct().Order(StringComparer.Ordinal)], $"{trainPath} does not have");
            Examine(terminal, (trainPath, train), (validationPath, validation));
            var options = TrainTextOptions.Read(session) with
            {
                Adjust = plan =>
                {
                    PlanView.Write(terminal.Story, plan);
                    return plan;
                },
            };
            var classifier = TextClassifier.Train(train, validation, options, progress, session.Cancellation);
            progress.Close();
            return Tell(session, classifier, progress.Losses, directory);
        }
        catch (OperationCanceledException) when (session.Cancellation.IsCancellationRequested)
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

    /// <exception cref="InvalidInputException">Training on this data cannot work.</exception>
    private static void Examine(Terminal terminal, (string Path, List<TextExample> Texts) train, (string? Path, List<TextExample>? Texts) validation)
    {
        var report = DataDoctor.Examine(train.Texts, validation.Texts);
        if (report.Findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Error) is { } error)
        {
            var isAboutTraining = error.Places.Count == 0 || error.Places[0].Split == report.Splits[0].Name;
            throw new InvalidInputException($"{(isAboutTraining ? train.Path : validation.Path)}: {error.Message}");
        }

        DataView.WriteShort(terminal.Story, report);
    }

    private static int Tell(Session session, TextClassifier classifier, IReadOnlyList<double> losses, string directory)
    {
        var (terminal, report) = (session.Terminal, classifier.Training!);
        if (session.IsJson)
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
