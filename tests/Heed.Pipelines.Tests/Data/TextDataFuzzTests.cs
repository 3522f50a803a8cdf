using System.Text;
using CsCheck;
using Heed.Pipelines.Data;

namespace Heed.Pipelines.Tests.Data;

public sealed class TextDataFuzzTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static readonly Gen<string> Text = Gen.OneOf("a", "word", "\"", "\"\"", ",", "\n", "\t", " ", "é", "😀", "{", "\\", "'").Array[0, 12].Select(parts => string.Concat(parts));

    private static readonly Gen<(string Text, string Label)[]> Examples = Gen.Select(Text, Gen.OneOf("x", "y \"z\"", "1,5")).Array[1, 8];

    [Fact]
    public void Csv_written_by_rule_is_read_back_equal()
    {
        Examples.Sample(examples => RoundTrip("a.csv", examples, ',', text => $"\"{text.Replace("\"", "\"\"")}\""), threads: 1);
    }

    [Fact]
    public void Csv_quoted_only_where_needed_is_read_back_equal()
    {
        Examples.Sample(examples => RoundTrip("a.csv", examples, ',', text => text.AsSpan().IndexOfAny(",\"\n") >= 0 || text.Length == 0 ? $"\"{text.Replace("\"", "\"\"")}\"" : text), threads: 1);
    }

    [Fact]
    public void Tsv_with_bare_quotes_is_read_back_equal_line_by_line()
    {
        Examples.Sample(
            examples => RoundTrip("a.tsv", [.. examples.Select(example => (Bare(example.Text), example.Label))], '\t', text => text),
            threads: 1);

        // Any text a line can hold, except one that happens to be quoted by rule.
        static string Bare(string text)
        {
            text = text.Replace("\t", " ").Replace("\n", " ");
            return text.StartsWith('"') ? "." + text : text;
        }
    }

    [Fact]
    public void Tsv_quoted_throughout_is_read_back_equal_when_fields_hold_no_line_breaks()
    {
        Examples.Sample(
            examples => RoundTrip("a.tsv", [.. examples.Select(example => (example.Text.Replace("\n", " "), example.Label))], '\t', text => $"\"{text.Replace("\"", "\"\"")}\""),
            threads: 1);
    }

    [Fact]
    public void Json_lines_are_read_back_equal()
    {
        Examples.Sample(examples =>
        {
            File.WriteAllLines(folder.File("a.jsonl"), examples.Select(example => System.Text.Json.JsonSerializer.Serialize(new { text = example.Text, label = example.Label })));
            Assert.Equal(examples, TextData.Read(folder.File("a.jsonl")).Select(example => (example.Text, example.Label)));
        }, threads: 1);
    }

    [Fact]
    public void Parquet_is_read_back_equal()
    {
        Examples.Sample(examples =>
        {
            ParquetSample.Write(folder.File("a.parquet"), [.. examples.Select(example => example.Text)], [.. examples.Select(example => example.Label)], groupRows: 3);
            Assert.Equal(examples, TextData.Read(folder.File("a.parquet")).Select(example => (example.Text, example.Label)));
        }, threads: 1);
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.tsv")]
    [InlineData("a.jsonl")]
    [InlineData("a.parquet")]
    [InlineData("a.csv.gz")]
    public void Random_bytes_are_read_or_refused_in_words(string name)
    {
        var bytes = Gen.Frequency((1, Gen.Byte), (3, Gen.OneOf("text,label\t\n\"{}:1"u8.ToArray()))).Array[0, 200];
        bytes.Sample(content => ReadOrRefuse(name, content), threads: 1);
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.tsv")]
    [InlineData("a.jsonl")]
    [InlineData("a.parquet")]
    public void A_changed_file_is_read_or_refused_in_words(string name)
    {
        string?[] texts = ["first text", "second \"text\"", "third", null, "the last one"], labels = ["x", "y", "x", "y", "x"];
        if (name == "a.parquet")
        {
            ParquetSample.Write(folder.File(name), texts, labels, groupRows: 3);
        }
        else
        {
            File.WriteAllText(folder.File(name), string.Concat(name switch
            {
                "a.csv" => ["text,label\n", .. texts.Zip(labels, (text, label) => $"\"{text?.Replace("\"", "\"\"")}\",{label}\n")],
                "a.tsv" => ["text\tlabel\n", .. texts.Zip(labels, (text, label) => $"{text}\t{label}\n")],
                _ => texts.Zip(labels, (text, label) => $"{{\"text\":\"{text?.Replace("\"", "\\\"")}\",\"label\":\"{label}\"}}\n"),
            }));
        }

        var whole = File.ReadAllBytes(folder.File(name));
        var change = Gen.OneOf(
            Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, (place, value) => (byte[])[.. whole[..place], value, .. whole[(place + 1)..]]),
            Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte.Array[1, 5], (place, values) => (byte[])[.. whole[..place], .. values, .. whole[place..]]),
            Gen.Select(Gen.Int[0, whole.Length], Gen.Int[0, 10], (place, count) => (byte[])[.. whole[..place], .. whole[Math.Min(whole.Length, place + count)..]]),
            Gen.Int[0, whole.Length].Select(length => whole[..length]));
        change.Sample(content => ReadOrRefuse(name, content), threads: 1);
    }

    /// <summary>The reader ends, throws nothing but the one exception, and takes memory of the file's order, not of what it claims.</summary>
    private void ReadOrRefuse(string name, byte[] content)
    {
        File.WriteAllBytes(folder.File(name), content);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Assert.InRange(TextData.Read(folder.File(name)).Count(), 1, 1000);
        }
        catch (InvalidInputException exception)
        {
            Assert.Contains(name, exception.Message);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 64_000_000);
    }

    private void RoundTrip(string name, (string Text, string Label)[] examples, char separator, Func<string, string> quote)
    {
        // Labels are trimmed, texts are not.
        using (var writer = new StreamWriter(folder.File(name), false, new UTF8Encoding(false)))
        {
            writer.Write($"text{separator}label\n");
            foreach (var (text, label) in examples)
            {
                writer.Write($"{quote(text)}{separator}{quote(label)}\n");
            }
        }

        Assert.Equal(examples, TextData.Read(folder.File(name)).Select(example => (example.Text, example.Label)));
    }
}
