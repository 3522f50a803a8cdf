using Heed.Cli.Tests;

[assembly: AssemblyFixture(typeof(TrainedImageModel))]

namespace Heed.Cli.Tests;

/// <summary>One model of pictures, trained through the tool, for all tests that only read it.</summary>
public sealed class TrainedImageModel : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TrainedImageModel()
    {
        Pictures.WriteFolder(folder, "data/train", ofEach: 30, seed: 1);
        TestFolder = Pictures.WriteFolder(folder, "data/test", ofEach: 10, seed: 2);
        Training = Tool.Run(["train", "image", "--train", DataFolder, "--output", Path, .. Pictures.QuickFor(epochs: 8)]);
    }

    public string Path => folder.File("model");

    /// <summary>With a folder of training pictures and one of test pictures.</summary>
    public string DataFolder => folder.File("data");

    public string TestFolder { get; }

    internal ToolResult Training { get; }

    public void Dispose() => folder.Dispose();
}
