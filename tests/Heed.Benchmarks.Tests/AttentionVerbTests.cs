using System.Text.Json;
using Heed.Benchmarks.Peers;

namespace Heed.Benchmarks.Tests;

/// <summary>The verb as it is called, over its smallest case; it checks the contenders' results itself.</summary>
public class AttentionVerbTests
{
    [Fact]
    public void A_quick_run_writes_what_it_measured()
    {
        using var folder = new TemporaryFolder();
        var json = folder.File("attention.json");
        Assert.Equal(0, BenchmarkTool.Run(["attention", "--quick", "--filter", "causal 1x12x256", "--json", json, "--results", folder.Path]));

        using var document = JsonDocument.Parse(File.ReadAllText(json));
        var row = Assert.Single(document.RootElement.EnumerateArray().ToList());
        Assert.Equal("causal 1x12x256 d=64", row.GetProperty("name").GetString());
        Assert.True(row.GetProperty("heedMs").GetDouble() > 0);
        Assert.True(row.GetProperty("percentOfPeak").GetDouble() > 0);
        if (Libraries.Peers.Any(peer => Libraries.Missing(peer) is null))
        {
            Assert.True(row.GetProperty("ratioToBest").GetDouble() > 0);
            Assert.All(row.GetProperty("peers").EnumerateObject().ToList(), peer => Assert.True(peer.Value.GetDouble() > 0));
        }

        Assert.Contains("| causal 1x12x256 d=64 |", File.ReadAllText(Assert.Single(Directory.GetFiles(folder.Path, "*-attention.md"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_that_fits_nothing_is_a_mistake_of_the_user() =>
        Assert.Equal(2, BenchmarkTool.Run(["attention", "--filter", "no such case"]));

    [Fact]
    public void Processor_time_is_for_one_thread() =>
        Assert.Equal(2, BenchmarkTool.Run(["attention", "--quick", "--processor-time", "--threads", "2", "--filter", "causal 1x12x256"]));
}
