namespace Heed.Training;

/// <summary>Where a run stands: reported after every step, and with <see cref="FinishedEpoch"/> after every epoch.</summary>
public sealed record TrainingProgress
{
    public required string Phase { get; init; }

    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    public required long TotalSteps { get; init; }

    /// <summary>The epoch under way, from 1.</summary>
    public required int Epoch { get; init; }

    public required int Epochs { get; init; }

    /// <summary>Loss of the last step.</summary>
    public required double StepLoss { get; init; }

    /// <summary>Mean loss of the epoch so far.</summary>
    public required double Loss { get; init; }

    /// <summary>Share of right predictions in the epoch so far.</summary>
    public required double Accuracy { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>Tokens (or images) a second.</summary>
    public required double Rate { get; init; }

    public required TimeSpan Elapsed { get; init; }

    public required TimeSpan Remaining { get; init; }

    /// <summary>The epoch's figures, when one has just ended.</summary>
    public EpochResult? FinishedEpoch { get; init; }

    /// <summary>The figures of all epochs that have ended, those before a resume included.</summary>
    public IReadOnlyList<EpochResult> History { get; init; } = [];
}

/// <summary>The figures of one epoch.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="TrainLoss">Mean loss over its steps.</param>
/// <param name="TrainAccuracy">Share of right predictions over its steps, with dropout.</param>
/// <param name="Validation">Scores afterwards, if there is validation.</param>
/// <param name="Seconds">Time it took, validation included.</param>
/// <param name="Rate">Tokens (or images) a second while training.</param>
public sealed record EpochResult(int Epoch, double TrainLoss, double TrainAccuracy, ValidationScore? Validation, double Seconds, double Rate);
