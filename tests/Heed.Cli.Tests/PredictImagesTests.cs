using System.IO.Compression;
using System.Text.Json;

namespace Heed.Cli.Tests;

public sealed class PredictImagesTests(TrainedImageModel model)
{
    [Fact]
    public void Json_lines_have_the_agreed_keys_and_the_pictures_in_order()
    {
        var pictures = new[] { "standing/03.png", "lying/01.png" }.Select(name => Path.Combine(model.TestFolder, name)).ToArray();

        var lines = Lines(Predict([.. pictures, "--json"]).Succeeded());

        Assert.Equal(pictures, lines.Select(Input));
        Assert.Equal(["standing", "lying"], lines.Select(line => line.GetProperty("label").GetString()));
        Assert.All(lines, line =>
        {
            Assert.Equal(["input", "label", "score", "scores", "truncated"], line.EnumerateObject().Select(property => property.Name));
            Assert.Equal(1, line.GetProperty("scores").EnumerateArray().Sum(score => score.GetProperty("score").GetDouble()), 1e-4);
        });
        Assert.Equal(1, Lines(Predict(pictures[0], "--json", "--top-k", "1").Succeeded())[0].GetProperty("scores").GetArrayLength());
    }

    [Fact]
    public void A_folder_and_an_archive_stand_for_their_pictures_in_the_order_of_names()
    {
        using var folder = new TemporaryFolder();
        ZipFile.CreateFromDirectory(model.TestFolder, folder.File("test.zip"));
        string[] names = [.. Enumerable.Range(0, 20).Select(i => $"{(i < 10 ? "lying" : "standing")}/{i % 10:00}.png")];

        Assert.Equal(names.Select(name => $"{model.TestFolder}/{name}"), Lines(Predict(model.TestFolder, "--json").Succeeded()).Select(Input));
        Assert.Equal(names.Select(name => $"{folder.File("test.zip")}:{name}"), Lines(Predict(folder.File("test.zip"), "--json").Succeeded()).Select(Input));
    }

    [Fact]
    public void A_list_of_paths_is_answered_line_by_line_as_it_comes()
    {
        var process = Tool.Start("predict", "--model", model.Path, "--input", "-", "--json");
        foreach (var name in (string[])["lying/01.png", "standing/02.png"])
        {
            process.StandardInput.WriteLine(Path.Combine(model.TestFolder, name));
            process.StandardInput.Flush();
            Assert.Equal(Path.Combine(model.TestFolder, name), Input(JsonDocument.Parse(process.StandardOutput.ReadLine()!).RootElement));
        }

        Tool.Finish(process).Succeeded();
    }

    [Fact]
    public void A_picture_may_come_through_a_pipe()
    {
        var picture = Path.Combine(model.TestFolder, "standing/02.png");
        var line = JsonDocument.Parse(Tool.RunInShell($"< '{picture}'", "predict", "--model", model.Path, "-", "--json").Succeeded().Output).RootElement;

        Assert.Equal("standard input", Input(line));
        Assert.Equal(Lines(Predict(picture, "--json").Succeeded())[0].GetProperty("score").GetDouble(), line.GetProperty("score").GetDouble());
        Assert.Contains("What \"standing\" rests on", Tool.RunInShell($"< '{picture}'", "explain", "--model", model.Path, "-").Succeeded().Output);
        Assert.Equal("standard input is empty; expected a picture.", Predict("-").Refusal());
    }

    [Fact]
    public void A_model_is_asked_at_another_size_of_pictures()
    {
        var picture = Path.Combine(model.TestFolder, "standing/02.png");
        var scores = ((string[])["8", "24"]).Select(size => Lines(Predict(picture, "--json", "--image-size", size).Succeeded())[0].GetProperty("score").GetDouble()).ToList();

        Assert.Equal(Lines(Predict(picture, "--json").Succeeded())[0].GetProperty("score").GetDouble(), scores[0]);
        Assert.NotEqual(scores[0], scores[1]);
        Assert.Equal("--image-size: pictures of 1 pixels leave no patch to this model; expected larger ones.", Predict(picture, "--image-size", "1").Refusal());
        Assert.Contains("accuracy", Tool.Run("evaluate", "--model", model.Path, "--data", model.TestFolder, "--image-size", "24").Succeeded().Output);
    }

    [Fact]
    public void A_list_may_stand_in_a_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.File("list.txt"), [Path.Combine(model.TestFolder, "lying/01.png"), "", Path.Combine(model.TestFolder, "standing")]);

        Assert.Equal(11, Lines(Predict("--input", folder.File("list.txt"), "--json").Succeeded()).Count);
    }

    [Fact]
    public void Pictures_before_a_broken_one_are_answered_and_if_asked_those_after_it()
    {
        using var folder = new TemporaryFolder();
        var (good, bad) = (Path.Combine(model.TestFolder, "lying/01.png"), folder.File("bad.png"));
        File.WriteAllText(bad, "this is no picture");

        var failed = Predict(good, bad, good, "--json");
        Assert.Equal((2, good), (failed.Code, Input(Assert.Single(Lines(failed)))));
        Assert.StartsWith($"{bad} is no picture: it begins with 'this is '", Assert.Single(failed.Error.TrimEnd().Split('\n')));

        var skipped = Predict(good, bad, good, "--json", "--skip-broken").Succeeded();
        Assert.Equal([good, good], Lines(skipped).Select(Input));
        Assert.StartsWith($"Left out: {bad} is no picture", Assert.Single(skipped.Error.TrimEnd().Split('\n')));
    }

    [Fact]
    public void Nothing_to_classify_is_bad_usage() =>
        Assert.Equal(
            "There is nothing to classify; expected pictures, - for one on standard input, or --input with a file of paths.", Predict().Refusal().TrimEnd());

    [Fact]
    public void A_picture_in_place_of_a_list_of_paths_is_told_where_it_belongs()
    {
        var picture = Path.Combine(model.TestFolder, "lying/01.png");
        var refusal = Predict("--input", picture).Refusal();
        Assert.StartsWith($"{picture}, line 1: the byte 0x89", refusal);
        Assert.Contains("a picture itself stands without it (- for standard input).", refusal);
    }

    private static List<JsonElement> Lines(ToolResult result) =>
        [.. result.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];

    private static string? Input(JsonElement line) => line.GetProperty("input").GetString();

    private ToolResult Predict(params string[] arguments) => Tool.Run(["predict", "--model", model.Path, .. arguments]);
}
