namespace Heed.Cli.Tests;

public sealed class ModelFolderTests(TrainedModel model)
{
    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("tokenizer_config.json")]
    [InlineData("vocab.txt")]
    public void A_missing_file_is_named(string name)
    {
        using var copy = Copy();
        File.Delete(copy.File(name));

        // A tokenizer may stand in either of its files, so one of them may be gone.
        var result = Predict(copy);
        if (result.Code != 0)
        {
            Assert.Contains(copy.Path, result.Refusal());
        }
        else
        {
            Assert.Contains(name, (string[])["vocab.txt", "tokenizer_config.json"]);
        }
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("tokenizer_config.json")]
    [InlineData("tokenizer.json")]
    public void A_truncated_file_is_named(string name)
    {
        using var copy = Copy();
        var bytes = File.ReadAllBytes(copy.File(name));
        File.WriteAllBytes(copy.File(name), bytes[..(bytes.Length / 2)]);

        Assert.Contains(name, Predict(copy).Refusal());
    }

    [Theory]
    [InlineData("config.json", "{\"model_type\": \"llama\"}")]
    [InlineData("config.json", "hello")]
    [InlineData("model.safetensors", "hello, this is no model")]
    [InlineData("tokenizer.json", "[1, 2, 3]")]
    public void A_foreign_file_is_named(string name, string content)
    {
        using var copy = Copy();
        File.WriteAllText(copy.File(name), content);

        Assert.Contains(copy.Path, Predict(copy).Refusal());
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.StartsWith("no/such/model: no such folder", Tool.Run("predict", "--model", "no/such/model", "a").Refusal());

    private static ToolResult Predict(TemporaryFolder folder) => Tool.Run("predict", "--model", folder.Path, "fine");

    private TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        foreach (var path in Directory.EnumerateFiles(model.Path))
        {
            File.Copy(path, copy.File(Path.GetFileName(path)));
        }

        return copy;
    }
}
