using System.Text.Json;

namespace Heed.Cli.Tests;

public sealed class EvaluateImagesTests(TrainedImageModel model)
{
    [Fact]
    public void Json_is_one_object_with_the_agreed_keys_measured_on_the_test_split()
    {
        var result = Tool.Run("evaluate", "--model", model.Path, "--data", model.DataFolder, "--json").Succeeded();

        var json = JsonDocument.Parse(Assert.Single(result.Output.TrimEnd().Split('\n'))).RootElement;
        Assert.Equal(
            ["examples", "accuracy", "macroF1", "ece", "loss", "classes", "confusion", "baseline", "seconds"],
            json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(20, json.GetProperty("examples").GetInt32());
        Assert.Equal(["lying", "standing"], json.GetProperty("classes").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Contains("pixels", json.GetProperty("baseline").GetProperty("name").GetString());
    }

    [Fact]
    public void Scores_stand_beside_those_of_the_baseline_and_say_what_they_were_measured_on()
    {
        var output = Tool.Run("evaluate", "--model", model.Path, "--data", model.DataFolder).Succeeded().Output;

        Assert.Contains($"Measured on the test split of {model.DataFolder}", output);
        Assert.Contains("20 pictures", output);
        Assert.Contains("softmax regression on 12 x 12 grey pixels", output);
    }

    [Fact]
    public void A_folder_without_splits_is_measured_on_as_it_is() =>
        Assert.Contains($"Measured on {model.TestFolder}", Tool.Run("evaluate", "--model", model.Path, "--data", model.TestFolder).Succeeded().Output);

    [Fact]
    public void A_class_that_the_model_does_not_know_is_named_with_a_picture_of_it()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("data/round"));
        File.WriteAllBytes(folder.File("data/round/a.png"), Pictures.Png(lies: true, seed: 1));

        Assert.Contains(
            $"{folder.File("data/round/a.png")}: the label \"round\" is none of the model's; expected one of lying, standing.",
            Tool.Run("evaluate", "--model", model.Path, "--data", folder.File("data")).Refusal());
    }
}
