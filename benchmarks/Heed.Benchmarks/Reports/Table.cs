using Heed.Benchmarks.Measuring;
using Heed.Benchmarks.Peers;

namespace Heed.Benchmarks.Reports;

/// <summary>The cells of the table, the same on the console and in Markdown.</summary>
internal static class Table
{
    /// <summary>What stands above the columns.</summary>
    public static IReadOnlyList<string> Head { get; } =
    [
        "case", "threads", "Heed ms", "median", "rate", "of peak",
        .. Libraries.Peers.SelectMany(peer => new[] { $"{peer} ms", "rate", "ratio" }),
        "ratio to best",
    ];

    public static IReadOnlyList<string> Cells(Measurement row) =>
    [
        row.Name, $"{row.Threads}", Milliseconds(row.HeedMs), Milliseconds(row.HeedMedianMs), Rate(row, row.HeedMs), $"{row.PercentOfPeak:F0} %",
        .. Libraries.Peers.SelectMany(peer => Cells(row, row.FastestOf(peer))),
        row.Fastest is { } fastest ? $"{fastest.Ratio:F2}" : "-",
    ];

    /// <summary>A line for each form of a peer that has several.</summary>
    private static IEnumerable<string> Forms(Measurement row) =>
        row.Peers.Where(peer => row.Peers.Count(other => other.Library == peer.Library) > 1)
            .Select(peer => $"{peer.Name}: {Milliseconds(peer.BestMs)} ms, median {Milliseconds(peer.MedianMs)}, ratio {peer.Ratio:F2}");

    /// <summary>What else there is to say of a row, a line each.</summary>
    public static IEnumerable<string> Remarks(Measurement row)
    {
        var memory = row.PeakMemory.Count == 0 ? "" : "memory at its peak, MiB: " + string.Join(", ", row.PeakMemory.Select(peak => $"{peak.Key} {peak.Value:F0}"));
        var pace = row.Items is not { } items ? "" : $"{items.Name} a second: "
            + string.Join(", ", row.Peers.Select(peer => (peer.Name, peer.BestMs)).Prepend((Libraries.Heed, row.HeedMs)).Select(time => $"{time.Item1} {items.PerSecond(time.Item2):G4}"));
        return Forms(row).Append(row.Remark).Append(pace).Append(memory).Where(line => line.Length > 0);
    }

    /// <summary>How the numbers are to be read, and the peaks they are held against.</summary>
    public static IEnumerable<string> Notes(IReadOnlyList<Measurement> rows)
    {
        yield return "ms: the fastest call; median: of the rounds' medians; rate: at the fastest call. ratio: median over the rounds of a peer's time "
            + "over Heed's, each library in its fastest form; above 1 Heed is faster.";
        yield return "Operations and bytes are those that the result needs: of causal attention the triangle, of a window the band, of a padded "
            + "batch the texts; what somebody computes beyond it counts for nothing.";
        foreach (var group in rows.GroupBy(row => (row.Threads, row.Work.Bound, row.Work.Unit)))
        {
            var peak = group.Key.Bound == Ceiling.Arithmetic ? "multiply-adds in registers" : "reading memory";
            yield return $"Peak with {group.Key.Threads} thread{(group.Key.Threads == 1 ? "" : "s")}, measured in the same rounds: {peak} at "
                + $"{group.Min(row => row.PeakRate):F0} to {group.Max(row => row.PeakRate):F0} {group.Key.Unit}.";
        }
    }

    private static IEnumerable<string> Cells(Measurement row, PeerTimes? peer) =>
        peer is null ? ["-", "-", "-"] : [Milliseconds(peer.BestMs), Rate(row, peer.BestMs), $"{peer.Ratio:F2}"];

    private static string Rate(Measurement row, double milliseconds) => $"{row.Work.Rate(milliseconds):F0} {row.Work.Unit}";

    private static string Milliseconds(double value) => value < 1 ? $"{value:F4}" : value < 100 ? $"{value:F2}" : $"{value:F0}";
}
