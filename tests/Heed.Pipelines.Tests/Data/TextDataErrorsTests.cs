using System.IO.Compression;
using System.Text;
using Heed.Pipelines.Data;
using Parquet.Schema;

namespace Heed.Pipelines.Tests.Data;

public sealed class TextDataErrorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missing_file_a_folder_and_an_unknown_ending_are_told_before_anything_is_read()
    {
        Assert.Contains("does not exist", Assert.Throws<InvalidInputException>(() => TextData.Read(folder.File("no.csv"))).Message);
        Assert.Contains("is a folder", Assert.Throws<InvalidInputException>(() => TextData.Read(folder.Path)).Message);
        File.WriteAllText(folder.File("a.txt"), "text");
        Assert.Contains("ends in .txt; expected .csv", Assert.Throws<InvalidInputException>(() => TextData.Read(folder.File("a.txt"))).Message);
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.tsv")]
    [InlineData("a.jsonl")]
    [InlineData("a.parquet")]
    public void An_empty_file_is_told(string name) => Fails(name, "", "is empty");

    [Theory]
    [InlineData("a.csv", "text,label\n")]
    [InlineData("a.tsv", "text\tlabel\n\n")]
    [InlineData("a.jsonl", "\n \n")]
    [InlineData("a.csv", "\n\n\n")]
    public void A_file_without_rows_is_told(string name, string content) => Fails(name, content, "no rows");

    [Theory]
    [InlineData("a.csv", "Text,lable,id\na,b,c\n", "header has no 'text'; found 'Text', 'lable', 'id' (is it 'Text'?)")]
    [InlineData("a.csv", "text,lable\na,b\n", "header has no 'label'; found 'text', 'lable' (is it 'lable'?)")]
    [InlineData("a.tsv", "text\tclass\na\tb\n", "header has no 'label'; found 'text', 'class'.")]
    [InlineData("a.csv", "text,label,text\na,b,c\n", "header has 'text' twice, as columns 1 and 3")]
    [InlineData("a.jsonl", "{\"text\":\"a\",\"Label\":1}\n", "line 1: the object has no 'label'; found 'text', 'Label' (is it 'Label'?)")]
    [InlineData("a.jsonl", "{}\n", "line 1: the object has no 'text'; found nothing")]
    public void A_missing_column_is_told_with_the_columns_there_are(string name, string content, string message) => Fails(name, content, message);

    [Fact]
    public void A_file_without_a_header_lists_its_columns_as_numbers()
    {
        File.WriteAllText(folder.File("a.csv"), "a,b\n");
        var exception = Assert.Throws<InvalidInputException>(() => TextData.Read(folder.File("a.csv"), new TextColumns { HasHeader = false }).Count());
        Assert.Contains("no 'text'; found '1', '2'", exception.Message);
    }

    [Theory]
    [InlineData("a.csv", "text,label\n\"a\nb\",x\nc,d,e\n", "line 4: found 3 fields, expected 2 as in the header")]
    [InlineData("a.csv", "text,label\nc\n", "line 2: found 1 field, expected 2")]
    [InlineData("a.tsv", "text\tlabel\nc\td\te\n", "line 2: found 3 fields, expected 2")]
    public void A_ragged_row_is_told_with_its_line_and_both_counts(string name, string content, string message) => Fails(name, content, message);

    [Theory]
    [InlineData("a.csv", "text,label\na,\n", "line 2: the field 'label' is empty")]
    [InlineData("a.tsv", "text\tlabel\na\t \n", "line 2: the field 'label' is empty")]
    [InlineData("a.jsonl", "{\"text\":\"a\",\"label\":\" \"}", "line 1: 'label' is empty")]
    [InlineData("a.jsonl", "{\"text\":\"a\",\"label\":null}", "line 1: 'label' is a JSON null; expected a string, a number or a boolean")]
    [InlineData("a.jsonl", "{\"text\":null,\"label\":1}", "line 1: 'text' is a JSON null; expected a string")]
    [InlineData("a.jsonl", "{\"text\":[],\"label\":1}", "line 1: 'text' is a JSON array; expected a string")]
    public void An_empty_or_null_value_is_told(string name, string content, string message) => Fails(name, content, message);

    [Theory]
    [InlineData("text,label\na,x\n\"never,y\nb,x\n", "record that begins in line 3 and never closed")]
    [InlineData("text,label\n\"he said \"hi\" now\",x\n", "line 2: field 1 goes on after its closing quote")]
    public void Wrong_quotes_in_csv_are_told_with_the_line_they_began_in(string content, string message) => Fails("a.csv", content, message);

    [Theory]
    [InlineData("{\"text\":\"a\",\"label\":1}\n{\"text\":\"b\n", "line 2: no valid JSON at byte")]
    [InlineData("[1]\n", "line 1: found a JSON array; expected an object a line")]
    [InlineData("[\n", "one array is no JSON lines")]
    [InlineData("{\"text\":\"\\ud800\",\"label\":1}", "line 1: a string holds half a character")]
    public void Wrong_json_is_told_with_its_line(string content, string message) => Fails("a.jsonl", content, message);

    [Theory]
    [InlineData("a.csv", "text,label\nfine,x\nb", ",x\n", 3)]
    [InlineData("a.tsv", "text\tlabel\nfine\tx\nb", "\tx\n", 3)]
    [InlineData("a.csv", "text,label\nfine,x\n\"two\nlines", "\",x\n", 4)]
    [InlineData("a.jsonl", "{\"text\":\"", "\"}\n", 1)]
    public void Bytes_that_are_no_utf8_are_told_with_line_and_offset(string name, string before, string after, int line)
    {
        File.WriteAllBytes(folder.File(name), [.. Encoding.UTF8.GetBytes(before), 0xE9, .. Encoding.UTF8.GetBytes(after)]);
        Fails(name, null, $"line {line}: the byte 0xE9 at offset {Encoding.UTF8.GetByteCount(before)} is no valid UTF-8");
    }

    [Theory]
    [InlineData("a.csv", "text,label\n", ",x\n")]
    [InlineData("a.csv", "text,label\n\"", "\",x\n")]
    [InlineData("a.tsv", "text\tlabel\n", "\tx\n")]
    [InlineData("a.jsonl", "{\"text\":\"a\",\"label\":1}\n{\"text\":\"", "\",\"label\":1}\n")]
    public void A_line_of_ten_megabytes_is_refused_without_being_read_into_memory(string name, string before, string after)
    {
        File.WriteAllText(folder.File(name), before + new string('x', 10_000_000) + after);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Fails(name, null, "line 2", "longer than 1,000,000 bytes");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 8_000_000);
    }

    [Fact]
    public void A_quote_left_open_in_a_large_csv_is_refused_at_the_limit()
    {
        File.WriteAllText(folder.File("a.csv"), "text,label\n\"open,x\n" + string.Concat(Enumerable.Repeat("fine,x\n", 500_000)));
        Fails("a.csv", null, "begins in line 2", "a quote that it opens is never closed");
    }

    [Theory]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 0, 0 }, "ZIP archive")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 }, "compressed with gzip")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x74, 0 }, "UTF-16")]
    [InlineData(new byte[] { 0x50, 0x41, 0x52, 0x31, 0x15 }, "Parquet")]
    [InlineData(new byte[] { 0x74, 0x65, 0, 1, 2 }, "binary file")]
    public void A_file_of_another_kind_is_named(byte[] content, string kind)
    {
        foreach (var name in new[] { "a.csv", "a.tsv", "a.jsonl" })
        {
            File.WriteAllBytes(folder.File(name), content);
            Fails(name, null, kind, "expected");
        }
    }

    [Fact]
    public void A_gzip_file_that_is_none_or_was_cut_off_is_told()
    {
        File.WriteAllText(folder.File("a.csv.gz"), "text,label\na,x\n");
        Fails("a.csv.gz", null, "Cannot read");

        using (var compressed = new GZipStream(File.Create(folder.File("whole.gz")), CompressionLevel.Fastest))
        {
            compressed.Write(Encoding.UTF8.GetBytes("text,label\n" + string.Concat(Enumerable.Range(0, 10_000).Select(number => $"{number},x\n"))));
        }

        File.WriteAllBytes(folder.File("a.csv.gz"), File.ReadAllBytes(folder.File("whole.gz"))[..^1000]);
        Fails("a.csv.gz", null, "Cannot read");
    }

    [Fact]
    public void A_file_that_another_program_holds_is_told()
    {
        File.WriteAllText(folder.File("a.csv"), "text,label\na,x\n");
        using var holder = new FileStream(folder.File("a.csv"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Fails("a.csv", null, "Cannot read");
    }

    [Fact]
    public void A_parquet_file_that_was_cut_off_or_is_none_is_told()
    {
        ParquetSample.Write(folder.File("whole.parquet"), ["a", "b"], ["x", "y"]);
        var whole = File.ReadAllBytes(folder.File("whole.parquet"));
        File.WriteAllBytes(folder.File("a.parquet"), whole[..(whole.Length / 2)]);
        Fails("a.parquet", null, "is cut off");
        File.WriteAllText(folder.File("a.parquet"), "text,label\na,x\n");
        Fails("a.parquet", null, "does not begin with PAR1");

        // A footer that claims more than the file has.
        var claims = (byte[])whole.Clone();
        BitConverter.GetBytes(0x7FFFFFFF).CopyTo(claims, claims.Length - 8);
        File.WriteAllBytes(folder.File("a.parquet"), claims);
        Fails("a.parquet", null, "is cut off");
    }

    [Fact]
    public void Parquet_columns_that_are_missing_nested_or_of_another_type_are_told()
    {
        var path = folder.File("a.parquet");
        var review = new DataField<string>("review");
        ParquetSample.Write(path, new ParquetSchema(review), async writer =>
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(review, ["a"]);
        });
        Fails("a.parquet", null, "schema has no 'text'; found 'review'");

        var parts = new DataField<int>("part");
        var number = new DataField<int>("label");
        ParquetSample.Write(path, new ParquetSchema(new StructField("text", parts), number), async writer =>
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAllPartsAsync<int>(parts, new[] { 1 }, new[] { 1 }, null, TestContext.Current.CancellationToken);
            await group.WriteAsync<int>(number, (ReadOnlyMemory<int>)new[] { 1 }, null);
        });
        Fails("a.parquet", null, "'text' is nested");

        ParquetSample.Write<DateTime>(path, ["a"], [DateTime.UnixEpoch]);
        Fails("a.parquet", null, "'label' is of type DateTime");
        ParquetSample.Write<int>(path, ["a"], [null]);
        Fails("a.parquet", null, "row 1: 'label' is null");
        ParquetSample.Write(path, ["a", null], ["x", "y"]);
        Fails("a.parquet", null, "row 2: 'text' is null");
    }

    [Fact]
    public void Every_message_is_one_sentence_that_names_the_file()
    {
        File.WriteAllText(folder.File("a.csv"), "text,label\nc\n");
        var message = Assert.Throws<InvalidInputException>(() => TextData.Read(folder.File("a.csv")).Count()).Message;
        Assert.StartsWith(folder.File("a.csv"), message);
        Assert.EndsWith(".", message);
        Assert.DoesNotContain('\n', message);
    }

    private void Fails(string name, string? content, params string[] parts)
    {
        if (content is not null)
        {
            File.WriteAllText(folder.File(name), content);
        }

        var message = Assert.Throws<InvalidInputException>(() => TextData.Read(folder.File(name)).Count()).Message;
        Assert.Contains(name, message);
        Assert.All(parts, part => Assert.Contains(part, message));
    }
}
