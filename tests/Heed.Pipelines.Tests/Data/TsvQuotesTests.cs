using Heed.Pipelines.Data;

namespace Heed.Pipelines.Tests.Data;

public sealed class TsvQuotesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("\"quoted\"\tx", "quoted")]
    [InlineData("\"a \"\"b\"\" c\"\tx", "a \"b\" c")]
    [InlineData("\"a\tb\"\tx", "a\tb")]
    [InlineData("\"\"\tx", "")]
    [InlineData("\"never closed\tx", "\"never closed")]
    [InlineData("\"he said\" and left\tx", "\"he said\" and left")]
    [InlineData("he said \"no\"\tx", "he said \"no\"")]
    [InlineData("5\" screen\tx", "5\" screen")]
    [InlineData("\"\tx", "\"")]
    [InlineData(" \"a\"\tx", " \"a\"")]
    public void A_quote_counts_only_where_it_opens_and_closes_a_field(string line, string text)
    {
        Assert.Equal([new(text, "x", 2), new("next", "y", 3)], Read($"text\tlabel\n{line}\nnext\ty\n"));
    }

    [Fact]
    public void A_bare_quote_never_swallows_the_lines_after_it_even_if_a_later_line_has_one_that_would_fit()
    {
        Assert.Equal(
            [new("\"open", "x", 2), new("middle", "y", 3), new("closed\"", "x", 4)],
            Read("text\tlabel\n\"open\tx\nmiddle\ty\nclosed\"\tx\n"));
    }

    [Fact]
    public void A_quoted_field_may_hold_line_breaks_first_or_last()
    {
        Assert.Equal(
            [new("one\ntwo\n\nthree \"3\"", "x", 2), new("next", "y", 6)],
            Read("text\tlabel\n\"one\ntwo\n\nthree \"\"3\"\"\"\tx\nnext\ty\n"));
        Assert.Equal(
            [new("one\ntwo", "x", 2), new("next", "y", 4)],
            Read("label\ttext\nx\t\"one\r\ntwo\"\r\ny\tnext\r\n"));
    }

    [Fact]
    public void A_quote_that_is_not_closed_is_told_with_its_line()
    {
        var exception = Assert.Throws<InvalidInputException>(() => Read("text\tlabel\nfine\tx\n\"open\nrest\ty\n"));
        Assert.Contains("line 3: found 1 field, expected 2", exception.Message);
        Assert.Contains("not closed", exception.Message);
    }

    [Fact]
    public void Many_lines_with_open_quotes_are_read_in_one_pass()
    {
        var lines = string.Concat(Enumerable.Repeat("\"open\tx\n\n", 20_000));
        Assert.Equal(20_000, Read("text\tlabel\n" + lines).Length);
    }

    private TextExample[] Read(string content)
    {
        File.WriteAllText(folder.File("a.tsv"), content);
        return [.. TextData.Read(folder.File("a.tsv"))];
    }
}
