using System.Text.Json;

namespace Heed.Cli.Tests;

public sealed class TrainImageTests(TrainedImageModel model)
{
    [Fact]
    public void Training_tells_what_was_found_and_chosen_its_progress_and_the_scores_with_the_baseline()
    {
        var output = model.Training.Succeeded().Output;

        foreach (var part in (string[])["Data", "60 pictures, 12 x 12 pixels, in colour", "set aside from the training pictures", "20 pictures, left alone", "2: lying, standing", "Plan", "Vision Transformer", "patches of 4 x 4", "training epoch 1/8  loss ", "pictures/s", "Training loss", "6 pictures", "transformer", "grey pixels", "Confusion", $"Saved in {model.Path}", "Next", "predict --model"])
        {
            Assert.Contains(part, output);
        }

        Assert.DoesNotContain("text", output);
    }

    [Fact]
    public void The_folder_holds_the_model_its_card_and_a_line_of_metrics_an_epoch()
    {
        model.Training.Succeeded();
        foreach (var name in (string[])["config.json", "model.safetensors", "preprocessor_config.json", "README.md"])
        {
            Assert.True(File.Exists(Path.Combine(model.Path, name)), name);
        }

        var lines = File.ReadAllLines(Path.Combine(model.Path, "metrics.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(Enumerable.Range(1, 8), lines.Select(line => line.GetProperty("epoch").GetInt32()));
        Assert.All(lines, line => Assert.Equal(
            ["epoch", "trainLoss", "validationLoss", "validationAccuracy", "seconds", "imagesPerSecond"], line.EnumerateObject().Select(property => property.Name)));
    }

    [Fact]
    public void With_json_standard_output_is_one_object_and_a_time_budget_ends_the_work_in_time()
    {
        using var folder = new TemporaryFolder();

        var result = Tool.Run(
            ["train", "image", "--train", model.DataFolder, "--output", folder.File("m"), "--json", .. Pictures.QuickFor(epochs: 100_000), "--time-budget", "3s"]).Succeeded();

        var json = JsonDocument.Parse(Assert.Single(result.Output.TrimEnd().Split('\n'))).RootElement;
        Assert.Equal("budgetSpent", json.GetProperty("stop").GetString());
        Assert.Equal(60, json.GetProperty("trainingExamples").GetInt32() + json.GetProperty("validationExamples").GetInt32());
        Assert.Equal(0, json.GetProperty("skipped").GetInt32());
        Assert.False(json.TryGetProperty("truncated", out _));
        Assert.InRange(json.GetProperty("seconds").GetDouble(), 0, 3.5);
    }

    [Fact]
    public void Quiet_leaves_the_scores_and_where_the_model_is()
    {
        using var folder = new TemporaryFolder();

        var result = Tool.Run(["train", "image", "--train", model.DataFolder, "--output", folder.File("m"), "--quiet", .. Pictures.Quick]).Succeeded();

        Assert.Contains("accuracy", result.Output);
        Assert.Contains("Saved in", result.Output);
        Assert.DoesNotContain("epoch", result.Output);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void A_run_that_was_complete_before_it_is_resumed_says_so()
    {
        using var folder = new TemporaryFolder();
        string[] command = ["train", "image", "--train", model.DataFolder, "--output", folder.File("m"), .. Pictures.Quick];

        Assert.Contains("Training loss (all of ", Tool.Run(command).Succeeded().Output);
        var resumed = Tool.Run([.. command, "--resume"]).Succeeded().Output;
        Assert.Matches(@"Training \(all of \d+ epochs? done by the run resumed\)", resumed);
        Assert.DoesNotContain("Training loss", resumed);
    }

    [Fact]
    public void Files_of_idx_are_learnt_from_and_their_own_test_files_are_left_alone()
    {
        using var folder = new TemporaryFolder();
        foreach (var (split, count) in new[] { ("train", 40), ("t10k", 6) })
        {
            byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)(i % 2))];
            Pictures.WriteIdx(folder.File($"d/{split}-labels-idx1-ubyte"), [count], labels);
            Pictures.WriteIdx(folder.File($"d/{split}-images-idx3-ubyte"), [count, 8, 8], [.. labels.SelectMany((label, i) => Enumerable.Repeat((byte)((200 * label) + i), 64))]);
        }

        var output = Tool.Run(["train", "image", "--train", folder.File("d"), "--output", folder.File("m"), .. Pictures.Quick]).Succeeded().Output;
        Assert.Contains("40 pictures, 8 x 8 pixels, grey", output);
        Assert.Contains("6 pictures, left alone", output);
        Assert.Contains("never mirrored", output);

        var measured = Tool.Run("evaluate", "--model", folder.File("m"), "--data", folder.File("d"), "--json").Succeeded().Output;
        Assert.Equal(6, JsonDocument.Parse(measured).RootElement.GetProperty("examples").GetInt32());
    }

    [Fact]
    public void A_stray_picture_and_a_class_of_one_picture_are_told_of()
    {
        using var folder = new TemporaryFolder();
        Pictures.WriteFolder(folder, "data", ofEach: 10, seed: 1);
        Directory.CreateDirectory(folder.File("data/rare"));
        File.WriteAllBytes(folder.File("data/rare/0.png"), Pictures.Png(lies: true, seed: 77));
        File.WriteAllBytes(folder.File("data/stray.png"), Pictures.Png(lies: true, seed: 78));

        var result = Tool.Run(["train", "image", "--train", folder.File("data"), "--output", folder.File("m"), .. Pictures.Quick]).Succeeded();

        Assert.Contains("left out    1 picture in no class folder: stray.png", result.Output);
        Assert.Contains("Too few pictures to set any aside for validation of 'rare': how well the model knows them was not measured.", result.Error);
    }

    [Fact]
    public void Broken_pictures_are_named_and_left_out_if_asked()
    {
        using var folder = new TemporaryFolder();
        Pictures.WriteFolder(folder, "data", ofEach: 10, seed: 1);
        File.WriteAllText(folder.File("data/lying/broken.png"), "");
        File.WriteAllText(folder.File("data/lying/notes.txt"), "");

        var result = Tool.Run(["train", "image", "--train", folder.File("data"), "--output", folder.File("m"), "--skip-broken", .. Pictures.Quick]).Succeeded();

        Assert.Equal($"Left out: {folder.File("data/lying/broken.png")} is empty; expected a picture.", Assert.Single(result.Error.TrimEnd().Split('\n')));
        Assert.Contains("1 file whose ending is none of a picture's: .txt", result.Output);
        Assert.Contains("broken: 1.", File.ReadAllText(folder.File("m/README.md")));
    }

    [Fact]
    public void A_loss_that_is_NaN_at_once_is_refused_in_one_sentence()
    {
        using var folder = new TemporaryFolder();

        var result = Tool.Run(["train", "image", "--train", model.DataFolder, "--output", folder.File("m"), .. Pictures.Quick, "--learning-rate", "1e30"]);

        Assert.Equal(2, result.Code);
        Assert.Contains("try a lower", Assert.Single(result.Error.TrimEnd().Split('\n')));
    }
}
