using System.IO.Pipelines;
using System.Text;
using Heed.Pipelines.Data;

namespace Heed.Pipelines.Tests.Data;

public class InputLinesTests
{
    [Theory]
    [InlineData("one\ntwo\r\n\nthree", "one|two||three")]
    [InlineData("one\n", "one")]
    [InlineData("", "")]
    [InlineData("{\"text\":\"one\",\"label\":3}\n\n{\"text\":\"two\\nlines\"}\n", "one|two\nlines")]
    [InlineData("a {brace}\n{\"text\":\"no\"}", "a {brace}|{\"text\":\"no\"}")]
    [InlineData("\n{\"text\":\"one\"}", "|one")]
    public void A_line_is_a_text_or_an_object_with_one(string input, string texts)
    {
        Assert.Equal(texts, string.Join('|', TextData.ReadLines(new StringReader(input), "input")));
        Assert.Equal(texts, string.Join('|', TextData.ReadLines(new MemoryStream(Encoding.UTF8.GetBytes(input)), "input")));
    }

    [Theory]
    [InlineData("{\"text\":\"one\"}\nplain", "standard input, line 2: no valid JSON")]
    [InlineData("{\"Text\":\"one\"}", "standard input, line 1: the object has no 'text'; found 'Text'")]
    public void A_line_that_does_not_fit_is_told_with_its_number(string input, string message)
    {
        Assert.Contains(message, Assert.Throws<InvalidInputException>(() => TextData.ReadLines(new StringReader(input), "standard input").Count()).Message);
    }

    [Fact]
    public void A_line_beyond_the_limit_and_bytes_that_are_no_utf8_are_refused()
    {
        var line = "fine\n" + new string('x', 1_100_000);
        Assert.Contains("input, line 2 is longer", Assert.Throws<InvalidInputException>(() => TextData.ReadLines(new StringReader(line), "input").Count()).Message);
        Assert.Contains("input, line 2 is longer", Assert.Throws<InvalidInputException>(() => TextData.ReadLines(new MemoryStream(Encoding.UTF8.GetBytes(line)), "input").Count()).Message);
        Assert.Contains("input, line 2: the byte 0xFF", Assert.Throws<InvalidInputException>(() => TextData.ReadLines(new MemoryStream([65, 10, 255, 10]), "input").Count()).Message);
    }

    [Fact]
    public async Task A_line_is_handed_on_before_the_next_is_typed()
    {
        var pipe = new Pipe();
        using var lines = TextData.ReadLines(pipe.Reader.AsStream(), "input").GetEnumerator();
        await pipe.Writer.WriteAsync("one\ntw"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.True(lines.MoveNext());
        Assert.Equal("one", lines.Current);
        await pipe.Writer.WriteAsync("o\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.True(lines.MoveNext());
        Assert.Equal("two", lines.Current);
    }
}
