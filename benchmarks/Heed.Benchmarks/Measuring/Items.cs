namespace Heed.Benchmarks.Measuring;

/// <summary>Things that a call gets through, such as tokens.</summary>
internal readonly record struct Items(int Count, string Name)
{
    public double PerSecond(double milliseconds) => 1000 * Count / milliseconds;
}
