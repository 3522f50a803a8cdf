namespace Heed.Benchmarks.Measuring;

/// <summary>A peer's times over one case, in one form.</summary>
/// <param name="Library">The peer.</param>
/// <param name="Form">Its way to do it, where it has several.</param>
/// <param name="BestMs">The fastest call.</param>
/// <param name="MedianMs">The median over the rounds.</param>
/// <param name="Ratio">The median over the rounds of its time as a multiple of Heed's.</param>
internal sealed record PeerTimes(string Library, string Form, double BestMs, double MedianMs, double Ratio)
{
    public string Name => Form.Length == 0 ? Library : $"{Library}, {Form}";
}

/// <summary>What came out of one race.</summary>
internal sealed record Measurement
{
    public required string Name { get; init; }

    public required int Threads { get; init; }

    public required Work Work { get; init; }

    /// <summary>What a call gets through; null where nobody counts it.</summary>
    public required Items? Items { get; init; }

    public required int Rounds { get; init; }

    public required double HeedMs { get; init; }

    public required double HeedMedianMs { get; init; }

    public required IReadOnlyList<PeerTimes> Peers { get; init; }

    /// <summary>The median over the rounds of Heed's rate as a percentage of the peak's.</summary>
    public required double PercentOfPeak { get; init; }

    /// <summary>The peak itself, in the unit of the work.</summary>
    public required double PeakRate { get; init; }

    /// <summary>What the row says besides.</summary>
    public required string Remark { get; init; }

    /// <summary>By how many MiB a process grows for each library at its peak; empty where that was not measured.</summary>
    public IReadOnlyDictionary<string, double> PeakMemory { get; init; } = new Dictionary<string, double>();

    /// <summary>The fastest form of the fastest peer, by the paired ratios; null where there is no peer.</summary>
    public PeerTimes? Fastest => Peers.MinBy(peer => peer.Ratio);

    /// <summary>The fastest form of one peer; null where it does not take part.</summary>
    public PeerTimes? FastestOf(string library) => Peers.Where(peer => peer.Library == library).MinBy(peer => peer.Ratio);

    /// <param name="times">Heed's, the peers', the peak's.</param>
    public static Measurement Of(IBenchmarkCase one, int threads, Contest contest, IReadOnlyList<LapTimes> times, Work peakWork)
    {
        var (heed, peak) = (times[0], times[^1]);
        return new Measurement
        {
            Name = one.Name,
            Threads = threads,
            Work = one.Work,
            Items = one.Items,
            Rounds = heed.Laps.Count,
            HeedMs = heed.Best,
            HeedMedianMs = heed.Median,
            Peers =
            [
                .. contest.Peers.Select((peer, i) =>
                    new PeerTimes(peer.Library, peer.Form, times[i + 1].Best, times[i + 1].Median, times[i + 1].RatioTo(heed))),
            ],
            PercentOfPeak = 100 * peak.RatioTo(heed) * one.Work.Amount / peakWork.Amount,
            PeakRate = peakWork.Rate(peak.Median),
            Remark = contest.Remark,
        };
    }
}
