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

    /// <summary>Classes too small for validation to get a picture of: how well they are known was not measured.</summary>
    public required IReadOnlyList<string> Unvalidated { get; init; }
}
