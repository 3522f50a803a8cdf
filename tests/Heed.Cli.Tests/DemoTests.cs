using System.Globalization;

namespace Heed.Cli.Tests;

public sealed class DemoTests
{
    [Fact]
    public void The_demo_beats_its_baselines_and_leaves_pages_pictures_the_lesson_and_two_models_that_can_be_asked()
    {
        using var folder = new TemporaryFolder();
        var output = folder.File("demo");

        var result = Tool.Run("demo", "--output", output).Succeeded();

        // No fixed score of texts: on a slow or busy machine the time budget cuts the training. That of pictures has none.
        Assert.True(Accuracies(result, "transformer")[0] > Accuracies(result, "tf-idf")[0], result.Output);
        Assert.True(Accuracies(result, "transformer")[1] > 90, result.Output);
        Assert.True(Accuracies(result, "softmax regression")[0] < 40, result.Output);
        Assert.Equal(
            ["all-heads.svg", "explain.svg", "last-layer.svg", "one-head.svg", "training.svg"],
            Directory.GetFiles(Path.Combine(output, "pictures")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(5, Directory.GetFiles(Path.Combine(output, "lesson"), "*.png").Length);
        Assert.True(File.Exists(Path.Combine(output, "lesson", "vision_transformer.svg")));
        Assert.Contains("<svg", File.ReadAllText(Path.Combine(output, "explorer.html")));
        Assert.True(File.Exists(Path.Combine(output, "explained-picture.png")));
        Assert.Contains("<svg", File.ReadAllText(Path.Combine(output, "explained-picture.html")));
        Tool.Run("predict", "--model", Path.Combine(output, "model"), "The film is anything but dull.").Succeeded();
        var evaluated = Tool.Run("evaluate", "--model", Path.Combine(output, "image-model"), "--data", Path.Combine(output, "shapes")).Succeeded();
        Assert.Contains("40 pictures", evaluated.Output);
        Assert.All(
            Directory.GetFileSystemEntries(output),
            path => Assert.Contains($"  {path}", result.Output[result.Output.IndexOf("\nWritten", StringComparison.Ordinal)..]));
    }

    // The first number of each such row: texts, then pictures.
    private static double[] Accuracies(ToolResult result, string row) =>
    [
        .. result.Output.Split('\n')
            .Where(line => line.StartsWith($"  {row}", StringComparison.Ordinal))
            .Select(line => double.Parse(line[..line.IndexOf(" %", StringComparison.Ordinal)].Split(' ')[^1], CultureInfo.InvariantCulture)),
    ];
}
