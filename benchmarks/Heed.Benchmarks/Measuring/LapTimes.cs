namespace Heed.Benchmarks.Measuring;

/// <summary>The times of one contender, round by round.</summary>
internal sealed class LapTimes
{
    private readonly List<double> laps = [];

    /// <summary>The median call of each round, in milliseconds.</summary>
    public IReadOnlyList<double> Laps => laps;

    /// <summary>The fastest call of all, in milliseconds.</summary>
    public double Best { get; private set; } = double.PositiveInfinity;

    public double Median => Middle(laps);

    public void Add(List<double> calls)
    {
        laps.Add(Middle(calls));
        Best = Math.Min(Best, calls.Min());
    }

    /// <summary>
    /// The median over the rounds of this one's time as a multiple of the other's: both ran within the same moment, so that a slow
    /// moment of the machine weighs on both.
    /// </summary>
    public double RatioTo(LapTimes other) => Middle(laps.Zip(other.laps, (mine, theirs) => mine / theirs));

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var half = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
