using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Benchmarks.Measuring;
using Heed.Benchmarks.Peers;

namespace Heed.Benchmarks.Reports;

/// <summary>The measurements for other programs.</summary>
internal static class MeasurementJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(string path, IReadOnlyList<Measurement> rows) =>
        File.WriteAllText(path, new JsonArray([.. rows.Select(Row)]).ToJsonString(Indented) + "\n");

    private static JsonObject Row(Measurement row) => new()
    {
        ["name"] = row.Name,
        ["threads"] = row.Threads,
        ["heedMs"] = Round(row.HeedMs),
        ["heedMedianMs"] = Round(row.HeedMedianMs),
        ["heedRate"] = Round(row.Work.Rate(row.HeedMs)),
        ["unit"] = row.Work.Unit,
        ["peers"] = Each(row, peer => peer.BestMs),
        ["peerMedianMs"] = Each(row, peer => peer.MedianMs),
        ["peerRatios"] = Each(row, peer => peer.Ratio),
        ["missingPeers"] = new JsonObject(Libraries.Peers
            .Where(peer => Libraries.Missing(peer) is not null)
            .Select(peer => KeyValuePair.Create(peer, (JsonNode?)Libraries.Missing(peer)))),
        ["bestPeer"] = row.Fastest?.Name,
        ["ratioToBest"] = row.Fastest is { } fastest ? Round(fastest.Ratio) : null,
        ["percentOfPeak"] = Round(row.PercentOfPeak),
        ["peakRate"] = Round(row.PeakRate),
        ["rounds"] = row.Rounds,
        ["peakMiB"] = new JsonObject(row.PeakMemory.Select(peak => KeyValuePair.Create(peak.Key, (JsonNode?)Round(peak.Value)))),
        ["perSecond"] = row.Items is { } items
            ? new JsonObject([KeyValuePair.Create(Libraries.Heed, (JsonNode?)Round(items.PerSecond(row.HeedMs))), .. Values(row, peer => items.PerSecond(peer.BestMs))])
            : null,
        ["items"] = row.Items?.Name,
        ["remark"] = row.Remark,
    };

    private static JsonObject Each(Measurement row, Func<PeerTimes, double> value) => new(Values(row, value));

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Values(Measurement row, Func<PeerTimes, double> value) =>
        row.Peers.Select(peer => KeyValuePair.Create(peer.Name, (JsonNode?)Round(value(peer))));

    // Six digits say more than any clock.
    private static double Round(double value) => value == 0 ? 0 : double.Parse(value.ToString("G6"));
}
