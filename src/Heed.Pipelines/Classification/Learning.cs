using Heed.Training;

namespace Heed.Pipelines.Classification;

/// <summary>The training loop with a sentence where nothing came of it.</summary>
internal static class Learning
{
    /// <exception cref="InvalidInputException">The run diverged before its first epoch ended, so there is nothing to keep.</exception>
    public static TrainingOutcome Run(
        ITrainingTask task, TrainingPlan plan, string? state, RunFiles run, bool resume, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var outcome = new Trainer(task, plan, state, run.Fingerprint).Run(progress, resume, cancellation);
        return outcome is { Stop: StopReason.Diverged, Epochs.Count: 0 }
            ? throw new InvalidInputException(
                $"The loss became NaN or infinite in step {outcome.Steps + 1}, before one epoch was done; expected a finite loss: try a lower learning rate.")
            : outcome;
    }
}
