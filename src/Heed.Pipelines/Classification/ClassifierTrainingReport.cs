using Heed.Training;

namespace Heed.Pipelines.Classification;

/// <summary>How a classifier was trained and what came of it, whatever it classifies.</summary>
public abstract record ClassifierTrainingReport
{
    /// <summary>Examples learned from.</summary>
    public required int TrainingExamples { get; init; }

    /// <summary>Examples that decided which state is best.</summary>
    public required int ValidationExamples { get; init; }

    /// <summary>Whether validation was set aside from the training examples.</summary>
    public required bool ValidationWasSetAside { get; init; }

    /// <summary>The passes over the labels.</summary>
    public required TrainingOutcome Training { get; init; }

    /// <summary>What the logits were divided by so that confidence is honest (Guo et al. 2017); it is part of the saved weights.</summary>
    public required double Temperature { get; init; }

    /// <summary>Scores on validation, with the baseline beside them.</summary>
    public required EvaluationReport Validation { get; init; }

    /// <summary>Seconds spent training, stops not counted.</summary>
    public virtual double Seconds => Training.Seconds;
}
