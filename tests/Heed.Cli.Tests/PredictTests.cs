using System.Text.Json;

namespace Heed.Cli.Tests;

public sealed class PredictTests(TrainedModel model)
{
    [Fact]
    public void Json_lines_have_the_agreed_keys_and_the_texts_in_order()
    {
        var lines = Lines(Tool.Run("predict", "--model", model.Path, "--json", "the film was great", "@naïve text, \"quoted\"").Succeeded());

        Assert.Equal(["the film was great", "@naïve text, \"quoted\""], lines.Select(line => line.GetProperty("input").GetString()));
        Assert.All(lines, line =>
        {
            Assert.Equal(["input", "label", "score", "scores", "truncated"], line.EnumerateObject().Select(property => property.Name));
            var scores = line.GetProperty("scores").EnumerateArray().ToList();
            Assert.Equal(["label", "score"], scores[0].EnumerateObject().Select(property => property.Name));
            Assert.Equal(line.GetProperty("label").GetString(), scores[0].GetProperty("label").GetString());
            Assert.Equal(1, scores.Sum(score => score.GetProperty("score").GetDouble()), 1e-4);
            Assert.True(scores[0].GetProperty("score").GetDouble() >= scores[1].GetProperty("score").GetDouble());
            Assert.False(line.GetProperty("truncated").GetBoolean());
        });
    }

    [Fact]
    public void Top_k_limits_the_scores()
    {
        var line = Assert.Single(Lines(Tool.Run("predict", "--model", model.Path, "--json", "--top-k", "1", "fine").Succeeded()));

        Assert.Equal(1, line.GetProperty("scores").GetArrayLength());
    }

    [Fact]
    public void Piped_lines_are_label_score_and_text_between_tabs()
    {
        var line = Assert.Single(Tool.Run("predict", "--model", model.Path, "a\ttext\nin two lines").Succeeded().Output.TrimEnd().Split('\n'));

        var fields = line.Split('\t');
        Assert.Equal(3, fields.Length);
        Assert.Contains(fields[0], (string[])["blame", "praise"]);
        Assert.InRange(double.Parse(fields[1]), 0, 1);
        Assert.Equal("a text in two lines", fields[2]);
    }

    [Fact]
    public void A_single_line_on_an_open_pipe_is_answered_before_the_next_one_comes()
    {
        var process = Tool.Start("predict", "--model", model.Path, "--input", "-", "--json");
        for (var i = 0; i < 3; i++)
        {
            process.StandardInput.WriteLine($"text {i}");
            process.StandardInput.Flush();
            Assert.Equal($"text {i}", JsonDocument.Parse(process.StandardOutput.ReadLine()!).RootElement.GetProperty("input").GetString());
        }

        Tool.Finish(process).Succeeded();
    }

    [Fact]
    public void A_long_stream_comes_back_whole_and_in_order()
    {
        using var folder = new TemporaryFolder();
        var texts = Enumerable.Range(0, 1000).Select(i => $"the book number {i} was fine").ToArray();
        File.WriteAllLines(folder.File("texts.txt"), texts);

        var result = Tool.RunInShell($"< '{folder.File("texts.txt")}'", "predict", "--model", model.Path, "--input", "-", "--json").Succeeded();

        Assert.Equal(texts, Lines(result).Select(line => line.GetProperty("input").GetString()));
    }

    [Fact]
    public void Json_lines_and_tables_are_read_too()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.jsonl"), "{\"text\": \"fine\"}\n{\"text\": \"poor\"}\n");
        File.WriteAllText(folder.File("b.csv"), "id,body\n1,fine\n2,\"poor, really\"\n");

        Assert.Equal(
            ["fine", "poor"],
            Lines(Tool.RunInShell($"< '{folder.File("a.jsonl")}'", "predict", "--model", model.Path, "--input", "-", "--json").Succeeded()).Select(Input));
        Assert.Equal(["fine", "poor"], Lines(Tool.Run("predict", "--model", model.Path, "--input", folder.File("a.jsonl"), "--json").Succeeded()).Select(Input));
        Assert.Equal(
            ["fine", "poor, really"],
            Lines(Tool.Run("predict", "--model", model.Path, "--input", folder.File("b.csv"), "--text", "body", "--json").Succeeded()).Select(Input));
    }

    [Fact]
    public void What_comes_before_a_broken_line_is_answered()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("texts.txt"), [.. "fine\n"u8, 0xFF, .. "\n"u8]);

        var result = Tool.Run("predict", "--model", model.Path, "--input", folder.File("texts.txt"), "--json");

        Assert.Equal((2, "fine"), (result.Code, Input(Assert.Single(Lines(result)))));
        Assert.Contains("line 2: the byte 0xFF", Assert.Single(result.Error.TrimEnd().Split('\n')));
    }

    [Fact]
    public void A_text_longer_than_the_model_reads_is_marked_and_said()
    {
        var result = Tool.Run("predict", "--model", model.Path, "--json", string.Join(' ', Enumerable.Repeat("fine", 500))).Succeeded();

        Assert.True(Assert.Single(Lines(result)).GetProperty("truncated").GetBoolean());
        Assert.Contains("1 of 1 text is longer than the 32 tokens", result.Error);
    }

    [Fact]
    public void A_reader_that_has_enough_ends_it_without_a_word()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.File("texts.txt"), Enumerable.Range(0, 20_000).Select(i => $"number {i}"));

        var result = Tool.RunInShell("| head -2", "predict", "--model", model.Path, "--input", folder.File("texts.txt")).Succeeded();

        Assert.Equal(2, result.Output.TrimEnd().Split('\n').Length);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void Nothing_to_classify_is_bad_usage()
    {
        Assert.StartsWith("There is nothing to classify", Tool.Run("predict", "--model", model.Path).Refusal());
        Assert.StartsWith("Found both texts and --input", Tool.Run("predict", "--model", model.Path, "fine", "--input", "-").Refusal());
    }

    private static List<JsonElement> Lines(ToolResult result) =>
        [.. result.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];

    private static string? Input(JsonElement line) => line.GetProperty("input").GetString();
}
