namespace Heed.Cli.Tests;

public sealed class BadDataTests
{
    [Theory]
    [InlineData("", "is empty; expected at least one text")]
    [InlineData("text,label\n", "has no rows; expected at least one text")]
    [InlineData("sentence,label\na,x\nb,y\n", "the header has no 'text'; found 'sentence', 'label'")]
    [InlineData("text,label\na,x\nb,y,z\n", "line 3: found 3 fields, expected 2")]
    [InlineData("text,label\na,x\nb,x\nc,x\n", "train.csv: every text has the label 'x'; expected at least two labels")]
    [InlineData("text,label\n\"a,x\nb,y\n", "never closed")]
    public void A_training_file_that_cannot_be_used_is_refused_in_one_sentence(string content, string reason)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("train.csv"), content);

        Assert.Contains(reason, Train(folder, "train.csv"));
        Assert.False(File.Exists(folder.File("model/model.safetensors")));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("none.csv does not exist", Train(folder, "none.csv"));
    }

    [Fact]
    public void A_label_that_training_never_saw_is_named_with_its_file_and_line()
    {
        using var folder = new TemporaryFolder();
        Reviews.WriteCsv(folder, "train.csv", 40, seed: 1);
        File.WriteAllText(folder.File("validation.csv"), "text,label\nfine,praise\nso so,neutral\n");

        var sentence = Train(folder, "train.csv", "--validation", folder.File("validation.csv"));
        Assert.Contains("validation.csv, line 3: found the label 'neutral'", sentence);
        Assert.Contains("expected one of blame, praise", sentence);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_located()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("train.csv"), [.. "text,label\nfine,praise\ncaf"u8, 0xE9, .. ",blame\n"u8]);

        Assert.Contains("line 3: the byte 0xE9 at offset 26 is no valid UTF-8", Train(folder, "train.csv"));
    }

    [Fact]
    public void A_line_of_ten_megabytes_is_refused_with_its_number()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("train.csv"), $"text,label\nfine,praise\n{new string('a', 10 << 20)},blame\n");

        Assert.Contains("line 3 is longer than", Train(folder, "train.csv"));
    }

    private static string Train(TemporaryFolder folder, string name, params string[] more) =>
        Tool.Run(["train", "text", "--train", folder.File(name), "--output", folder.File("model"), .. Reviews.Quick, .. more]).Refusal();
}
