using Heed.Pipelines.Data;
using Heed.Training;

namespace Heed.Pipelines.Classification;

/// <summary>How a text classifier was trained and what came of it.</summary>
public sealed record TextTrainingReport : ClassifierTrainingReport
{
    public required TextClassifierOptions Options { get; init; }

    /// <summary>Everything that was left open, as chosen from the data.</summary>
    public required TextClassifierPlan Plan { get; init; }

    /// <summary>What the data doctor found.</summary>
    public required DataReport Data { get; init; }

    public required int VocabularySize { get; init; }

    /// <summary>Training texts that are longer than the model reads.</summary>
    public required int Truncated { get; init; }

    /// <summary>The passes in which hidden tokens were guessed, if there were any.</summary>
    public required TrainingOutcome? Pretraining { get; init; }

    public override double Seconds => Training.Seconds + (Pretraining?.Seconds ?? 0);
}
