namespace Heed.Training;

/// <summary>A model's scores on examples that are not trained on.</summary>
/// <param name="Loss">Mean cross-entropy, in nats.</param>
/// <param name="Accuracy">Share of right predictions.</param>
public readonly record struct ValidationScore(double Loss, double Accuracy)
{
    /// <summary>
    /// What decides between two states, the lower the better: the loss, unless the task knows a better measure. Accuracy on some
    /// hundred examples is too coarse for it.
    /// </summary>
    public double Criterion { get; init; } = Loss;

    /// <param name="lowest">The lowest criterion so far.</param>
    /// <param name="tolerance">How much above it still counts as good.</param>
    internal bool IsAsGoodAs(double? lowest, double tolerance) => lowest is not { } l || Criterion < l + tolerance;
}
