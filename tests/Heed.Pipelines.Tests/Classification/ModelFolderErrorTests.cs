using Heed.Pipelines.Classification;

namespace Heed.Pipelines.Tests.Classification;

/// <summary>A model folder with something wrong in it gets one sentence that names the file.</summary>
public sealed class ModelFolderErrorTests(TextClassifierTests.Trained trained) : IClassFixture<TextClassifierTests.Trained>
{
    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    public void A_missing_file_is_named(string file) => Broken(file, File.Delete, file);

    [Fact]
    public void A_missing_tokenizer_is_named() => Broken(
        "vocab.txt",
        path =>
        {
            File.Delete(path);
            File.Delete(Path.Combine(Path.GetDirectoryName(path)!, "tokenizer.json"));
        },
        "vocab.txt");

    [Fact]
    public void A_missing_folder_is_named()
    {
        var error = Assert.Throws<InvalidInputException>(() => TextClassifier.Load("/no/such/folder"));
        Assert.Contains("/no/such/folder", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("tokenizer.json")]
    [InlineData("baseline.bin")]
    public void A_file_cut_short_is_named(string file) => Broken(file, path => File.WriteAllBytes(path, File.ReadAllBytes(path)[..^20]), file);

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("tokenizer.json")]
    [InlineData("baseline.bin")]
    public void A_foreign_file_is_named(string file) => Broken(file, path => File.WriteAllText(path, "PK\u0003\u0004 something else"), file);

    [Fact]
    public void Another_kind_of_model_is_named() => Broken("config.json", path => Replace(path, "\"model_type\": \"bert\"", "\"model_type\": \"gpt2\""), "gpt2");

    [Fact]
    public void A_size_that_the_weights_do_not_have_is_refused_before_it_is_allocated() =>
        Broken("config.json", path => Replace(path, "\"vocab_size\": ", "\"vocab_size\": 99"), "word_embeddings");

    [Fact]
    public void Weights_of_another_model_are_named() => Broken("config.json", path => Replace(path, "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1"), "encoder.layer.1");

    private static void Replace(string path, string old, string replacement)
    {
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    private void Broken(string file, Action<string> harm, string expected)
    {
        using var folder = new TemporaryFolder();
        foreach (var path in Directory.EnumerateFiles(trained.Directory))
        {
            File.Copy(path, folder.File(Path.GetFileName(path)));
        }

        harm(folder.File(file));
        var error = Assert.Throws<InvalidInputException>(() => TextClassifier.Load(folder.Path));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
