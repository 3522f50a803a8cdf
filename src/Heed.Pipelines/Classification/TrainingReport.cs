using Heed.Pipelines.Data;
using Heed.Training;

namespace Heed.Pipelines.Classification;

/// <summary>How a classifier was trained and what came of it.</summary>
public sealed record TrainingReport
{
    public required TextClassifierOptions Options { get; init; }

    /// <summary>Everything that was left open, as chosen from the data.</summary>
    public required TextClassifierPlan Plan { get; init; }

    /// <summary>What the data doctor found.</summary>
    public required DataReport Data { get; init; }

    /// <summary>Texts learnt from.</summary>
    public required int TrainingExamples { get; init; }

    /// <summary>Texts that decided which state is best.</summary>
    public required int ValidationExamples { get; init; }

    /// <summary>Whether validation was set aside from the training texts.</summary>
    public required bool ValidationWasSetAside { get; init; }

    public required int VocabularySize { get; init; }

    /// <summary>Training texts that are longer than the model reads.</summary>
    public required int Truncated { get; init; }

    /// <summary>The passes in which hidden tokens were guessed, if there were any.</summary>
    public required TrainingOutcome? Pretraining { get; init; }

    /// <summary>The passes over the labels.</summary>
    public required TrainingOutcome Training { get; init; }

    /// <summary>What the logits were divided by so that confidence is honest (Guo et al. 2017); it is part of the saved weights.</summary>
    public required double Temperature { get; init; }

    /// <summary>Scores on validation, with the baseline beside them.</summary>
    public required EvaluationReport Validation { get; init; }

    /// <summary>Seconds spent training, stops not counted.</summary>
    public double Seconds => Training.Seconds + (Pretraining?.Seconds ?? 0);
}
