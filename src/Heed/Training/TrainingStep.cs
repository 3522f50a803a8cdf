namespace Heed.Training;

/// <summary>Where a run stands when a step begins.</summary>
/// <param name="Number">Steps done before it: with the plan's seed it decides everything random.</param>
/// <param name="Total">Steps that the run has; a time budget may still change it.</param>
public readonly record struct TrainingStep(long Number, long Total)
{
    /// <summary>Whether it is among the last steps, which are this share of all.</summary>
    public bool IsInLast(double share) => Number >= Total - Math.Round(share * Total);
}
