using Heed.Cli.Tests;

[assembly: AssemblyFixture(typeof(TrainedModel))]

namespace Heed.Cli.Tests;

/// <summary>One model, trained through the tool, for all tests that only read it.</summary>
public sealed class TrainedModel : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TrainedModel()
    {
        var train = Reviews.WriteCsv(folder, "train.csv", 240, seed: 1);
        Training = Tool.Run(["train", "text", "--train", train, "--output", Path, .. Reviews.Quick]);
        TestFile = Reviews.WriteCsv(folder, "test.csv", 60, seed: 2);
    }

    public string Path => folder.File("model");

    public string TestFile { get; }

    internal ToolResult Training { get; }

    public void Dispose() => folder.Dispose();
}
