using Heed.Pipelines.Classification;

namespace Heed.Pipelines.ImageClassification;

/// <summary>How an image classifier was trained and what came of it.</summary>
public sealed record ImageTrainingReport : ClassifierTrainingReport
{
    public required ImageClassifierOptions Options { get; init; }

    /// <summary>Everything that was left open, as chosen from the data.</summary>
    public required ImageClassifierPlan Plan { get; init; }

    /// <summary>Pictures that were broken and left out.</summary>
    public required int Skipped { get; init; }
}
