using Heed.Pipelines.Evaluation;

namespace Heed.Pipelines.Tests.Evaluation;

public sealed class NGramBaselineFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("heed-test-").FullName;
    private readonly string path;
    private readonly NGramBaseline baseline = NGramBaseline.Train(
        ["a fine film", "a dull film", "fine façade", "dull façade"], [0, 1, 0, 1], 2, TestContext.Current.CancellationToken);

    public NGramBaselineFileTests()
    {
        path = Path.Combine(folder, "baseline.bin");
        baseline.Save(path);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_was_saved_predicts_the_same()
    {
        var loaded = NGramBaseline.Load(path);
        Assert.Equal(2, loaded.NumClasses);
        foreach (var text in new[] { "a fine façade", "dull", "" })
        {
            Assert.Equal(baseline.Probabilities(text), loaded.Probabilities(text));
        }
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var bytes = File.ReadAllBytes(path);
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Contains(path, Assert.Throws<InvalidInputException>(() => NGramBaseline.Load(path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_byte_is_refused_or_read_but_never_crashes()
    {
        var bytes = File.ReadAllBytes(path);
        for (var place = 0; place < bytes.Length; place++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[place] ^= 0xFF;
            File.WriteAllBytes(path, damaged);
            var problem = Record.Exception(() => NGramBaseline.Load(path));
            Assert.True(problem is null or InvalidInputException, $"byte {place}: {problem}");
        }
    }

    [Fact]
    public void Bytes_behind_the_end_are_refused()
    {
        File.AppendAllText(path, "x");
        Assert.Throws<InvalidInputException>(() => NGramBaseline.Load(path));
    }

    [Fact]
    public void Counts_beyond_the_file_are_refused_before_memory_is_taken()
    {
        byte[] header = [.. "HEEDNG01"u8, 2, 0, 0, 0, 255, 255, 255, 127, 255, 255, 255, 127];
        File.WriteAllBytes(path, header);
        Assert.Contains("shorter", Assert.Throws<InvalidInputException>(() => NGramBaseline.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nothing.bin", Assert.Throws<InvalidInputException>(() => NGramBaseline.Load(Path.Combine(folder, "nothing.bin"))).Message, StringComparison.Ordinal);
}
