using Heed.Cli.Json;
using Heed.Cli.Options;
using Heed.Cli.Rendering;
using Heed.Pipelines.Classification;
using Heed.Training;
using Spectre.Console;

namespace Heed.Cli;

/// <summary>What the verbs of training have in common: progress, a stop by the user, and what is told at the end.</summary>
internal static class TrainingRun
{
    /// <param name="invocation">What was typed.</param>
    /// <param name="subject">What is classified.</param>
    /// <param name="train">The work.</param>
    public static int Run(Invocation invocation, Subject subject, Func<IProgress<TrainingProgress>, TrainedClassifier> train)
    {
        var (terminal, directory) = (invocation.Terminal, invocation.Get(TrainOptions.Output));
        var progress = new ProgressView(terminal.Story, terminal.IsLive, subject);
        try
        {
            var trained = train(progress);
            progress.Close();
            return Tell(invocation, trained, progress.Losses, subject);
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

    private static int Tell(Invocation invocation, TrainedClassifier trained, IReadOnlyList<double> losses, Subject subject)
    {
        var (terminal, directory, report) = (invocation.Terminal, invocation.Get(TrainOptions.Output), trained.Report);
        if (invocation.IsJson)
        {
            terminal.Output.WriteLine(JsonText.Of(trained.Json));
        }

        TrainingView.Write(terminal.Story, report, losses, subject);
        EvaluationView.Write(terminal.Result, report.Validation, subject);
        terminal.Result.WriteLine();
        terminal.Result.WriteLine($"Saved in {directory}");
        NextCommands.Write(terminal.Story, directory, trained.Example, trained.Data);
        if (trained.Warning is { } warning)
        {
            terminal.Warn(warning);
        }

        if (!trained.Diverged)
        {
            return ExitCode.Done;
        }

        var kept = report.Training.BestEpoch > 0 ? $"the best state so far, of epoch {report.Training.BestEpoch}," : "the state before the first epoch";
        terminal.Warn(
            $"The loss became infinite or NaN, so training stopped; {kept} is saved in {directory}; try a lower --learning-rate (it was {trained.LearningRate}) or a smaller --preset.");
        return ExitCode.Usage;
    }
}

/// <summary>What came of a training, whatever is classified.</summary>
/// <param name="Report">How it went.</param>
/// <param name="Json">The same for --json.</param>
/// <param name="LearningRate">The highest.</param>
/// <param name="Example">Something to classify, for the commands proposed next.</param>
/// <param name="Data">Something to evaluate on, for the same.</param>
internal sealed record TrainedClassifier(ClassifierTrainingReport Report, TrainingJson Json, float LearningRate, string Example, string Data)
{
    /// <summary>Something about the data that the user should know.</summary>
    public string? Warning { get; init; }

    /// <summary>Whether a phase ended in an infinite loss.</summary>
    public bool Diverged { get; init; }
}
