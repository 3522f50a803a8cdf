namespace Heed.Cli.Tests;

public sealed class UsageTests
{
    [Fact]
    public void Help_lists_the_verbs() => Snapshot.Match("help.txt", Tool.Run("--help").Succeeded().Output);

    [Theory]
    [InlineData("text")]
    [InlineData("image")]
    public void Help_of_a_verb_shows_every_option_and_its_default(string kind) =>
        Snapshot.Match($"help-train-{kind}.txt", Tool.Run("train", kind, "--help").Succeeded().Output);

    [Theory]
    [InlineData("demo", "--output", "demo-output")]
    [InlineData("demo", "--seed", "42")]
    [InlineData("evaluate", "--text", "text")]
    [InlineData("evaluate", "--label", "label")]
    public void Help_of_a_verb_shows_a_default(string verb, string option, string value)
    {
        var line = Tool.Run(verb, "--help").Succeeded().Output.Split('\n').Single(line => line.TrimStart().StartsWith(option + " ", StringComparison.Ordinal));
        Assert.Contains($"[default: {value}]", line);
    }

    [Theory]
    [InlineData("'trian' is no verb; expected one of", "See: heed --help", "trian", "text")]
    [InlineData("A verb is missing; expected one of", "See: heed --help")]
    [InlineData("A verb is missing; expected one of text, image.", "See: heed train --help", "train")]
    [InlineData("'--modle' is no option of heed evaluate (did you mean --model?).", "See: heed evaluate --help", "evaluate", "--modle", "m", "--data", "d.csv")]
    [InlineData("'c' is one argument too many for heed explain", "See: heed explain --help", "explain", "--model", "m", "a b", "c")]
    [InlineData("Option '--model' is required.", "See: heed predict --help", "predict", "a text")]
    [InlineData("--epochs: found 'many', expected a whole number of at least 1.", "See: heed train text --help", "train", "text", "--train", "a.csv", "--output", "m", "--epochs", "many")]
    [InlineData("--epochs: found '0', expected a whole number of at least 1.", "See: heed train text --help", "train", "text", "--train", "a.csv", "--output", "m", "--epochs", "0")]
    [InlineData("--preset: found 'huge', expected one of tiny, small, base.", "See: heed train text --help", "train", "text", "--train", "a.csv", "--output", "m", "--preset", "huge")]
    [InlineData("--time-budget: found '10x', expected a time such as 90s, 10m or 1h30m.", "See: heed train text --help", "train", "text", "--train", "a.csv", "--output", "m", "--time-budget", "10x")]
    [InlineData("--learning-rate: found 'NaN', expected a number above 0.", "See: heed train text --help", "train", "text", "--train", "a.csv", "--output", "m", "--learning-rate", "NaN")]
    [InlineData("--label-smoothing: found '1', expected a share from 0 and below 1, such as 0.1.", "See: heed train image --help", "train", "image", "--train", "a", "--output", "m", "--label-smoothing", "1")]
    [InlineData("--flips: found 'maybe', expected one of yes, no.", "See: heed train image --help", "train", "image", "--train", "a", "--output", "m", "--flips", "maybe")]
    public void A_mistake_on_the_command_line_is_one_line_and_a_hint(string mistake, string hint, params string[] arguments)
    {
        var result = Tool.Run(arguments);

        Assert.Equal((2, ""), (result.Code, result.Output));
        var lines = result.Error.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith(mistake, lines[0]);
        Assert.Equal(hint, lines[1]);
    }

    [Fact]
    public void An_unexpected_exception_is_called_a_fault_of_Heed_and_gives_exit_code_1()
    {
        using var error = new StringWriter();

        Assert.Equal(1, Failures.Report(new InvalidOperationException("no\nsuch thing"), error));
        Assert.Equal(
            "This is a fault of Heed: InvalidOperationException: no such thing (HEED_DEBUG=1 shows where; please report it.)",
            error.ToString().TrimEnd());
    }
}
