using System.IO.Compression;
using System.Text;
using Heed.Pipelines.Data;

namespace Heed.Pipelines.Tests.Data;

public sealed class TextDataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Csv_is_read_by_column_name_with_the_line_each_record_starts_in()
    {
        var examples = Read("a.csv", "id,label,text\n1,good,fine\n2,bad,\"so, so\nand \"\"so\"\"\"\n\n3, good ,last\n");
        Assert.Equal([new("fine", "good", 2), new("so, so\nand \"so\"", "bad", 3), new("last", "good", 6)], examples);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Csv_lines_end_in_any_of_the_three_ways(string lineBreak)
    {
        var examples = Read("a.csv", string.Join(lineBreak, "text,label", "one,x", "two,y"));
        Assert.Equal([new("one", "x", 2), new("two", "y", 3)], examples);
    }

    [Fact]
    public void A_quote_inside_an_unquoted_csv_field_is_text()
    {
        Assert.Equal([new("a 5\" \"wide\" screen", "x", 2)], Read("a.csv", "text,label\na 5\" \"wide\" screen,x\n"));
    }

    [Theory]
    [InlineData("a.csv", "text,label\nüber 中文 😀,x\n")]
    [InlineData("a.tsv", "text\tlabel\nüber 中文 😀\tx\n")]
    [InlineData("a.jsonl", "{\"text\":\"über 中文 😀\",\"label\":\"x\"}\n")]
    [InlineData("a.ndjson", "\n{\"label\":\"x\",\"text\":\"\\u00fcber \\u4e2d\\u6587 \\ud83d\\ude00\",\"more\":[1]}\r\n\n")]
    public void Utf8_is_read_with_and_without_byte_order_mark_compressed_or_not(string name, string content)
    {
        foreach (var preamble in new[] { "", "\uFEFF" })
        {
            var bytes = Encoding.UTF8.GetBytes(preamble + content);
            File.WriteAllBytes(folder.File(name), bytes);
            using (var compressed = new GZipStream(File.Create(folder.File(name + ".gz")), CompressionLevel.Fastest))
            {
                compressed.Write(bytes);
            }

            foreach (var ending in new[] { "", ".gz" })
            {
                var example = Assert.Single(TextData.Read(folder.File(name + ending)));
                Assert.Equal(("über 中文 😀", "x"), (example.Text, example.Label));
            }
        }
    }

    [Fact]
    public void Other_columns_can_be_named_and_a_file_without_a_header_names_them_by_number()
    {
        var named = new TextColumns { Text = "review", Label = "stars" };
        Assert.Equal([new("fine", "5", 2)], Read("a.csv", "stars,review\n5,fine\n", named));
        Assert.Equal([new("fine", "5", 1)], Read("a.jsonl", "{\"review\":\"fine\",\"stars\":5}", named));

        var numbered = new TextColumns { Text = "2", Label = "1", HasHeader = false };
        Assert.Equal([new("fine", "5", 1), new("bad", "1", 2)], Read("a.csv", "5,fine\n1,bad\n", numbered));
        Assert.Equal([new("fine", "5", 1), new("bad", "1", 2)], Read("a.tsv", "5\tfine\n1\tbad\n", numbered));
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1")]
    [InlineData("0.5", "0.5")]
    [InlineData("-0.0", "0")]
    [InlineData("1e3", "1000")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("\" x \"", "x")]
    public void Json_labels_may_be_numbers_and_booleans(string json, string label)
    {
        Assert.Equal(label, Assert.Single(Read("a.jsonl", $"{{\"text\":\"t\",\"label\":{json}}}")).Label);
    }

    [Fact]
    public void Parquet_is_read_over_its_row_groups_with_labels_of_any_plain_type()
    {
        var path = folder.File("a.parquet");
        ParquetSample.Write(path, ["a", "b\n", "", "d", "e"], ["x", "y", "x", "y", "x"], groupRows: 2);
        Assert.Equal([new("a", "x", 1), new("b\n", "y", 2), new("", "x", 3), new("d", "y", 4), new("e", "x", 5)], TextData.Read(path));

        Check<int>([3, -4], "3", "-4");
        Check<long>([3, long.MaxValue], "3", "9223372036854775807");
        Check<byte>([0, 255], "0", "255");
        Check<bool>([true, false], "true", "false");
        Check<double>([1.0, 0.25], "1", "0.25");
        Check<float>([-0f, 0.1f], "0", "0.1");
        Check<decimal>([2m, 2.5m], "2", "2.5");

        void Check<T>(T?[] labels, params string[] expected)
            where T : struct
        {
            ParquetSample.Write(path, ["a", "b"], labels);
            Assert.Equal(expected, TextData.Read(path).Select(example => example.Label));
        }
    }

    [Fact]
    public void Texts_can_be_read_without_a_label_column()
    {
        File.WriteAllText(folder.File("a.csv"), "text\none\n\"\"\n");
        Assert.Equal(["one", ""], TextData.ReadTexts(folder.File("a.csv")));
        File.WriteAllText(folder.File("a.jsonl"), "{\"text\":\"one\"}");
        Assert.Equal(["one"], TextData.ReadTexts(folder.File("a.jsonl")));
        ParquetSample.Write<int>(folder.File("a.parquet"), ["one"], [null]);
        Assert.Equal(["one"], TextData.ReadTexts(folder.File("a.parquet")));
    }

    [Fact]
    public void Reading_streams_so_a_fault_at_the_end_comes_after_the_rows_before_it()
    {
        File.WriteAllText(folder.File("a.csv"), "text,label\none,x\ntwo\n");
        using var examples = TextData.Read(folder.File("a.csv")).GetEnumerator();
        Assert.True(examples.MoveNext());
        Assert.Throws<InvalidInputException>(() => examples.MoveNext());
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("tsv")]
    [InlineData("jsonl")]
    public void A_row_that_was_read_is_let_go_so_a_file_of_any_size_takes_the_memory_of_a_record(string format)
    {
        var path = folder.File("a." + format);
        using (var writer = new StreamWriter(path))
        {
            writer.Write(format == "csv" ? "text,label\n" : format == "tsv" ? "text\tlabel\n" : "");
            for (var row = 0; row < 1_000; row++)
            {
                var text = $"{row} {new string('x', 2_000)}";
                writer.Write(format == "csv" ? $"{text},1\n" : format == "tsv" ? $"{text}\t1\n" : $"{{\"text\":\"{text}\",\"label\":1}}\n");
            }
        }

        using var rows = TextData.Read(path).GetEnumerator();
        var texts = Texts(rows, 900);
        GC.Collect();
        Assert.InRange(texts.Count(text => text.TryGetTarget(out _)), 0, 2);
        Assert.True(rows.MoveNext());

        // A method of its own, so that no local variable holds a row.
        static List<WeakReference<string>> Texts(IEnumerator<TextExample> rows, int count)
        {
            var texts = new List<WeakReference<string>>();
            while (texts.Count < count && rows.MoveNext())
            {
                texts.Add(new WeakReference<string>(rows.Current.Text));
            }

            return texts;
        }
    }

    [Fact]
    public void The_shared_data_sets_are_read_in_full()
    {
        foreach (var (file, rows, classes) in new[]
        {
            ("sst2/train.tsv", 6920, 2), ("sst2/dev.tsv", 872, 2), ("sst2/test.tsv", 1821, 2),
            ("sst2-phrases/train.tsv", 60614, 2), ("sst2-phrases/dev.tsv", 6735, 2), ("sst2-phrases/test.tsv", 872, 2),
            ("ag-news/train.csv", 10001, 4), ("ag-news/test.csv", 7600, 4),
            ("cola/train.jsonl", 8551, 2), ("cola/test.jsonl", 527, 2), ("customer-reviews/all.csv", 3775, 2),
        })
        {
            var examples = TextData.Read(Repository.Shared(["data", "text", .. file.Split('/')])).ToArray();
            Assert.Equal((file, rows, classes), (file, examples.Length, examples.Select(example => example.Label).Distinct().Count()));
        }
    }

    private TextExample[] Read(string name, string content, TextColumns? columns = null)
    {
        File.WriteAllText(folder.File(name), content);
        return [.. TextData.Read(folder.File(name), columns)];
    }
}
