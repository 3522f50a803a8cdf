using System.Globalization;

namespace Heed.Cli.Tests;

public sealed class DemoTests
{
    [Fact]
    public void The_demo_beats_its_baseline_and_leaves_a_page_pictures_the_lesson_and_a_model()
    {
        using var folder = new TemporaryFolder();
        var output = folder.File("demo");

        var result = Tool.Run("demo", "--output", output).Succeeded();

        // No fixed score: on a slow or busy machine the time budget cuts the training.
        Assert.True(Accuracy(result, "transformer") > Accuracy(result, "tf-idf"), result.Output);
        Assert.Equal(
            ["all-heads.svg", "explain.svg", "last-layer.svg", "one-head.svg", "training.svg"],
            Directory.GetFiles(Path.Combine(output, "pictures")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(5, Directory.GetFiles(Path.Combine(output, "lesson"), "*.png").Length);
        Assert.True(File.Exists(Path.Combine(output, "lesson", "vision_transformer.svg")));
        Assert.Contains("<svg", File.ReadAllText(Path.Combine(output, "explorer.html")));
        Tool.Run("predict", "--model", Path.Combine(output, "model"), "The film is anything but dull.").Succeeded();
    }

    // The first number of the row.
    private static double Accuracy(ToolResult result, string row)
    {
        var line = result.Output.Split('\n').Single(line => line.StartsWith($"  {row}", StringComparison.Ordinal));
        return double.Parse(line[..line.IndexOf(" %", StringComparison.Ordinal)].Split(' ')[^1], CultureInfo.InvariantCulture);
    }
}
