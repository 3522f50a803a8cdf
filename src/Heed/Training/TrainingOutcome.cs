namespace Heed.Training;

/// <summary>Why a run ended.</summary>
public enum StopReason
{
    /// <summary>All epochs were done.</summary>
    Completed,

    /// <summary>The validation score had not risen for the plan's patience.</summary>
    EarlyStopped,

    /// <summary>The time budget was spent before the planned epochs were done.</summary>
    BudgetSpent,

    /// <summary>The loss became NaN or infinite; the best state so far was kept.</summary>
    Diverged,
}

/// <summary>What a run came to. The task's parameters hold the best weights (or the last, without validation).</summary>
/// <param name="Stop">Why it ended.</param>
/// <param name="Epochs">The figures of each epoch.</param>
/// <param name="Best">The best validation score, if there was validation.</param>
/// <param name="BestEpoch">The epoch it was reached in.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="Seconds">Time spent, stops not counted.</param>
/// <param name="WasCut">Whether the time budget changed the plan, so that another machine would get other weights.</param>
public sealed record TrainingOutcome(
    StopReason Stop,
    IReadOnlyList<EpochResult> Epochs,
    ValidationScore? Best,
    int BestEpoch,
    long Steps,
    double Seconds,
    bool WasCut);
