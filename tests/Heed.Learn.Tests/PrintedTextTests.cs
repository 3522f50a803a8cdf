namespace Heed.Learn.Tests;

public class PrintedTextTests
{
    [Theory]
    [InlineData("loss 0.52", "loss 0.53")]
    [InlineData("loss 0.52", "loss 0.51")]
    [InlineData("variance 64.20", "variance 64.50")]
    [InlineData("1,000 tokens", "1,004 tokens")]
    [InlineData("1.2e-7 of error", "1.3e-7 of error")]
    [InlineData("-0.00", "0.00")]
    [InlineData("a     9.99", "a    10.00")]
    [InlineData("weight .06", "weight .05")]
    [InlineData("it took ~12.3 ms", "it took ~812.9 ms")]
    [InlineData("a\n\nb\n", "a\r\n\r\nb")]
    [InlineData("", "\n")]
    public void A_text_agrees_with_one_whose_numbers_differ_by_rounding(string expected, string actual) =>
        Assert.Null(PrintedText.Difference(expected, actual, Line));

    [Theory]
    [InlineData("loss 0.52", "loss 0.55")]
    [InlineData("weight .06", "weight .16")]
    [InlineData("weight .06", "weight -.06")]
    [InlineData("4 heads", "5 heads")]
    [InlineData("float32", "float16")]
    [InlineData("loss 0.52", "Loss 0.52")]
    [InlineData("loss 0.52", "loss 0.5")]
    [InlineData("loss 0.52", "loss NaN")]
    [InlineData("0.10 0.20", "0.10")]
    [InlineData("0.10", "-0.10")]
    [InlineData("~12 ms", "12 ms")]
    [InlineData("1.2e-7", "1.2e-6")]
    [InlineData("3-4", "3-5")]
    public void A_text_disagrees_with_one_that_says_something_else(string expected, string actual) =>
        Assert.NotNull(PrintedText.Difference(expected, actual, Line));

    [Fact]
    public void A_difference_names_its_place_and_both_texts() =>
        Assert.Equal("line 1: the page says 'b 1', the program prints 'b 2'.", PrintedText.Difference("a\nb 1", "a\nb 2", Line));

    [Fact]
    public void A_text_that_ends_too_early_or_too_late_is_a_difference()
    {
        Assert.Equal("line 1: the page goes on with 'b', and the program has printed all it prints.", PrintedText.Difference("a\nb", "a", Line));
        Assert.Equal("line 1: the program goes on to print 'b', and the page ends here.", PrintedText.Difference("a", "a\nb", Line));
    }

    private static string Line(int line) => $"line {line}";
}
