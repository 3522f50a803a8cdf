namespace Heed.Pipelines.ImageClassification;

/// <summary>How much each patch counted, as one method tells it.</summary>
/// <param name="Method">Which method.</param>
/// <param name="Values">[height, width] of the grid, not negative; they sum to 1, or are all 0 where the method found nothing.</param>
/// <param name="Trust">How far it may be trusted; null if that was not measured.</param>
public sealed record PatchMap(ExplanationMethod Method, IReadOnlyList<float> Values, Faithfulness? Trust)
{
    /// <summary>The method in words, for a reader: attention, pooling, rollout, gradient rollout, relevance.</summary>
    public string Name => Method == ExplanationMethod.GradientRollout ? "gradient rollout" : Method.ToString().ToLowerInvariant();
}
