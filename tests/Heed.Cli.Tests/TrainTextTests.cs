using System.Text.Json;

namespace Heed.Cli.Tests;

public sealed class TrainTextTests(TrainedModel model)
{
    [Fact]
    public void Training_tells_plan_progress_scores_with_the_baseline_confusion_and_what_to_type_next()
    {
        var output = model.Training.Succeeded().Output;

        foreach (var part in (string[])["Data", "216 texts, 2 labels", "Plan", "training epoch 1/2  loss ", "training epoch 2/2", "tokens/s", "Training loss", "accuracy", "macro F1", "transformer", "tf-idf", "Confusion", "temperature", $"Saved in {model.Path}", "Next", "predict --model"])
        {
            Assert.Contains(part, output);
        }
    }

    [Fact]
    public void The_folder_holds_the_model_its_card_and_a_line_of_metrics_an_epoch()
    {
        model.Training.Succeeded();
        foreach (var name in (string[])["config.json", "model.safetensors", "vocab.txt", "tokenizer.json", "tokenizer_config.json", "README.md"])
        {
            Assert.True(File.Exists(Path.Combine(model.Path, name)), name);
        }

        var lines = File.ReadAllLines(Path.Combine(model.Path, "metrics.jsonl"));
        Assert.Equal([1, 2], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("epoch").GetInt32()));
    }

    [Fact]
    public void With_json_standard_output_is_one_object_and_progress_goes_to_standard_error()
    {
        using var folder = new TemporaryFolder();
        var train = Reviews.WriteCsv(folder, "train.csv", 80, seed: 1);

        var result = Tool.Run(["train", "text", "--train", train, "--output", folder.File("m"), "--json", .. Reviews.Quick]).Succeeded();

        var json = JsonDocument.Parse(Assert.Single(result.Output.TrimEnd().Split('\n'))).RootElement;
        Assert.Equal("completed", json.GetProperty("stop").GetString());
        Assert.Equal(8, json.GetProperty("validation").GetProperty("examples").GetInt32());
        Assert.Contains("training epoch 2/2", result.Error);
    }

    [Fact]
    public void Quiet_leaves_the_scores_and_where_the_model_is()
    {
        using var folder = new TemporaryFolder();
        var train = Reviews.WriteCsv(folder, "train.csv", 80, seed: 1);

        var result = Tool.Run(["train", "text", "--train", train, "--output", folder.File("m"), "--quiet", .. Reviews.Quick]).Succeeded();

        Assert.Contains("accuracy", result.Output);
        Assert.Contains("Saved in", result.Output);
        Assert.DoesNotContain("epoch", result.Output);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void Texts_longer_than_the_model_reads_are_reported()
    {
        using var folder = new TemporaryFolder();
        var train = Reviews.WriteCsv(folder, "train.csv", 80, seed: 1);

        var result = Tool.Run(["train", "text", "--train", train, "--output", folder.File("m"), .. Reviews.QuickFor(maxLength: 5)]).Succeeded();

        Assert.Contains("longer than the 5 tokens that the model reads", result.Error);
    }

    [Fact]
    public void A_loss_that_becomes_NaN_keeps_the_best_state_and_says_what_to_try()
    {
        using var folder = new TemporaryFolder();
        var train = Reviews.WriteCsv(folder, "train.csv", 80, seed: 1);

        // One step an epoch: the first epochs end before the rate has done its harm.
        var result = Tool.Run(
            ["train", "text", "--train", train, "--output", folder.File("m"), .. Reviews.QuickFor(epochs: 10, pretrainingEpochs: 0), "--batch-size", "1000", "--learning-rate", "1e30"]);

        Assert.Equal(2, result.Code);
        Assert.Contains("try a lower --learning-rate", Assert.Single(result.Error.TrimEnd().Split('\n')));
        Tool.Run("predict", "--model", folder.File("m"), "fine").Succeeded();
    }

    [Fact]
    public void A_loss_that_is_NaN_at_once_is_refused_in_one_sentence()
    {
        using var folder = new TemporaryFolder();
        var train = Reviews.WriteCsv(folder, "train.csv", 200, seed: 1);

        var result = Tool.Run(["train", "text", "--train", train, "--output", folder.File("m"), .. Reviews.Quick, "--learning-rate", "1e30"]);

        Assert.Equal(2, result.Code);
        Assert.Contains("try a lower learning rate", Assert.Single(result.Error.TrimEnd().Split('\n')));
    }
}
