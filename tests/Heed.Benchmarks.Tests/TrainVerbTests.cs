using System.Text.Json;

namespace Heed.Benchmarks.Tests;

/// <summary>The verb as it is called, over its smallest case; it checks the contenders' gradients itself.</summary>
public class TrainVerbTests
{
    [Fact]
    public void A_quick_run_writes_what_it_measured()
    {
        using var folder = new TemporaryFolder();
        var json = folder.File("train.json");
        Assert.Equal(0, BenchmarkTool.Run(["train", "--quick", "--filter", "BERT 4x256", "--json", json]));

        using var document = JsonDocument.Parse(File.ReadAllText(json));
        var row = Assert.Single(document.RootElement.EnumerateArray().ToList());
        Assert.True(row.GetProperty("heedMs").GetDouble() > 0);
        Assert.True(row.GetProperty("perSecond").GetProperty("Heed").GetDouble() > 0);
    }
}
