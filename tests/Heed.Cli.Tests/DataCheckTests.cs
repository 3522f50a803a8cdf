using System.Text.Json;

namespace Heed.Cli.Tests;

public sealed class DataCheckTests(TrainedModel model)
{
    private const string Train = "text,label\nfine film,praise\nFine  film,praise\npoor film,blame\n,blame\nso so,praise\n";
    private const string Validation = "text,label\npoor film,blame\nlovely,praise\n";

    [Fact]
    public void Findings_are_told_with_their_places() =>
        Snapshot.Match("data-check.txt", Check(Train, Validation).Succeeded().Output);

    [Fact]
    public void Json_has_the_splits_and_the_findings()
    {
        var json = JsonDocument.Parse(Check(Train, Validation, "--json").Succeeded().Output).RootElement;

        Assert.Equal(["training", "validation"], json.GetProperty("splits").EnumerateArray().Select(split => split.GetProperty("name").GetString()));
        var kinds = json.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("kind").GetString()).ToList();
        foreach (var kind in (string[])["emptyText", "overlap", "duplicate", "rareLabel"])
        {
            Assert.Contains(kind, kinds);
        }

        Assert.False(json.GetProperty("hasErrors").GetBoolean());
    }

    [Fact]
    public void Data_that_cannot_be_learnt_from_gives_exit_code_2()
    {
        var result = Check("text,label\na,x\nb,x\n", null);

        Assert.Equal(2, result.Code);
        Assert.Contains("error", result.Output);
    }

    [Fact]
    public void With_a_model_its_tokens_are_counted_and_long_texts_reported()
    {
        var result = Check($"text,label\n{string.Join(' ', Enumerable.Repeat("fine", 50))},praise\npoor,blame\n", null, "--model", model.Path).Succeeded();

        Assert.Contains("1 of 2 training texts (50 %) is longer than 32 tokens", result.Output);
    }

    private static ToolResult Check(string train, string? validation, params string[] more)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("train.csv"), train);
        File.WriteAllText(folder.File("validation.csv"), validation ?? "");
        string[] both = validation is null ? [] : ["--validation", folder.File("validation.csv")];
        return Tool.Run(["data", "check", folder.File("train.csv"), .. both, .. more]);
    }
}
