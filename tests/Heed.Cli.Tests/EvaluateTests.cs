using System.Text.Json;

namespace Heed.Cli.Tests;

public sealed class EvaluateTests(TrainedModel model)
{
    [Fact]
    public void Json_is_one_object_with_the_agreed_keys()
    {
        var result = Tool.Run("evaluate", "--model", model.Path, "--data", model.TestFile, "--json").Succeeded();

        var json = JsonDocument.Parse(Assert.Single(result.Output.TrimEnd().Split('\n'))).RootElement;
        Assert.Equal(["examples", "accuracy", "macroF1", "ece", "loss", "classes", "confusion", "baseline", "seconds"], Names(json));
        Assert.Equal(60, json.GetProperty("examples").GetInt32());
        Assert.All(json.GetProperty("classes").EnumerateArray(), one => Assert.Equal(["name", "precision", "recall", "f1", "support"], Names(one)));
        Assert.Equal(["blame", "praise"], json.GetProperty("classes").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal(
            json.GetProperty("classes").EnumerateArray().Select(one => one.GetProperty("support").GetInt32()),
            json.GetProperty("confusion").EnumerateArray().Select(row => row.EnumerateArray().Sum(count => count.GetInt32())));
        Assert.Equal(["name", "accuracy"], Names(json.GetProperty("baseline")));
    }

    [Fact]
    public void Scores_stand_beside_those_of_the_baseline()
    {
        var output = Tool.Run("evaluate", "--model", model.Path, "--data", model.TestFile).Succeeded().Output;

        Assert.Contains("transformer", output);
        Assert.Contains("tf-idf 1-2-grams + logistic regression", output);
        Assert.Contains("Confusion (rows: truth, columns: prediction)", output);
    }

    [Fact]
    public void A_label_that_the_model_does_not_know_is_named_with_its_file_and_line()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("test.csv"), "text,label\nfine,praise\nso so,neutral\n");

        Assert.Contains(
            "test.csv, line 3: found the label 'neutral', which the model does not know; expected one of blame, praise.",
            Tool.Run("evaluate", "--model", model.Path, "--data", folder.File("test.csv")).Refusal());
    }

    [Fact]
    public void Columns_may_have_other_names_or_numbers()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("named.tsv"), "kind\tbody\npraise\tfine\nblame\tpoor\n");
        File.WriteAllText(folder.File("bare.tsv"), "praise\tfine\nblame\tpoor\n");

        Tool.Run("evaluate", "--model", model.Path, "--data", folder.File("named.tsv"), "--text", "body", "--label", "kind").Succeeded();
        Tool.Run("evaluate", "--model", model.Path, "--data", folder.File("bare.tsv"), "--no-header", "--text", "2", "--label", "1").Succeeded();
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
