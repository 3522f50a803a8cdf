using Heed.Pipelines.Classification;
using Heed.Training;
using Spectre.Console;

namespace Heed.Cli.Rendering;

/// <summary>How a training ended: why, the loss curve, what the scores below it were measured on.</summary>
internal static class TrainingView
{
    public static void Write(IAnsiConsole console, ClassifierTrainingReport report, IReadOnlyList<double> losses, Subject subject)
    {
        // A run that was complete before it was resumed has no losses to show.
        console.WriteTitle(losses.Count == 0 ? $"Training ({Ending(report)} by the run resumed)" : $"Training loss ({Ending(report)})");
        LossCurve.Write(console, losses);
        console.WriteLine(
            $"  best epoch {report.Training.BestEpoch}, temperature {Words.Fixed(report.Temperature, 3)} (part of the weights), {Words.Duration(TimeSpan.FromSeconds(report.Seconds))}");
        var source = report.ValidationWasSetAside ? $"set aside from the training {subject.Noun}s" : "given";
        console.WriteTitle($"Validation ({Words.Plural(report.ValidationExamples, subject.Noun)}, {source}; they also chose the epoch and the temperature)");
    }

    private static string Ending(ClassifierTrainingReport report)
    {
        var epochs = Words.Plural(report.Training.Epochs.Count, "epoch");
        return report.Training.Stop switch
        {
            StopReason.Completed => $"all of {epochs} done",
            StopReason.EarlyStopped => $"stopped after {epochs}: validation no longer improved",
            StopReason.BudgetSpent => $"stopped after {epochs}: the time budget is spent",
            _ => "stopped: the loss became infinite or NaN",
        };
    }
}
