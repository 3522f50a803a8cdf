using System.Text.Json;

namespace Heed.Cli.Tests;

public sealed class PictureCheckTests
{
    [Fact]
    public void Findings_about_pictures_are_told_with_their_names()
    {
        using var folder = new TemporaryFolder();
        Write(folder);

        var result = Tool.Run("data", "check", folder.File("d"));

        Assert.Equal(2, result.Code);
        foreach (var part in (string[])[
            "training: 13 pictures", "all of 12 x 12 pixels; in colour", "lying", "validation: 2 pictures",
            "error   1 of 13 training pictures cannot be read or shows nothing: work on them ends at the first unless broken ones are skipped.",
            $"{folder.File("d/train/lying/text.jpg")} is no picture",
            "error   The validation data lacks a label of the training data: 'standing'.",
            "warning 1 picture stands in the training data with different labels.",
            "warning 1 picture stands in both training and validation (1 of 2 validation pictures)",
            $"validation (lying): {folder.File("d/val/lying/leak.png")}",
            "warning 1 picture lies in no class folder and is left out."])
        {
            Assert.Contains(part, result.Output);
        }
    }

    [Fact]
    public void Json_has_sizes_and_the_kinds_of_findings()
    {
        using var folder = new TemporaryFolder();
        Write(folder);

        var json = JsonDocument.Parse(Tool.Run("data", "check", folder.File("d"), "--json").Output).RootElement;

        Assert.Equal((12, 12), (json.GetProperty("splits")[0].GetProperty("sizes").GetProperty("max").GetProperty("height").GetInt32(), json.GetProperty("splits")[0].GetProperty("sizes").GetProperty("max").GetProperty("width").GetInt32()));
        Assert.Equal(
            ["brokenPicture", "contradiction", "duplicate", "missingLabel", "overlap", "unlabelledPicture"],
            json.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("kind").GetString()!)
                .Where(kind => kind is not ("imbalance" or "rareLabel")).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sound_pictures_have_nothing_grave_and_options_of_texts_are_refused()
    {
        using var folder = new TemporaryFolder();
        var data = Pictures.WriteFolder(folder, "d", ofEach: 10, seed: 1);

        Assert.DoesNotContain("warning", Tool.Run("data", "check", data, "--validation", Pictures.WriteFolder(folder, "v", ofEach: 3, seed: 2)).Succeeded().Output);
        Assert.Equal($"--max-length is for texts; {data} is one of pictures.", Tool.Run("data", "check", data, "--max-length", "9").Refusal());
    }

    private static void Write(TemporaryFolder folder)
    {
        Pictures.WriteFolder(folder, "d/train", ofEach: 5, seed: 1);
        File.WriteAllText(folder.File("d/train/lying/text.jpg"), "no picture");
        File.WriteAllBytes(folder.File("d/train/lying/twice.png"), Pictures.Png(lies: true, seed: 500));
        File.WriteAllBytes(folder.File("d/train/standing/twice.png"), Pictures.Png(lies: true, seed: 500));
        File.WriteAllBytes(folder.File("d/train/stray.png"), Pictures.Png(lies: true, seed: 501));
        Directory.CreateDirectory(folder.File("d/val/lying"));
        File.Copy(folder.File("d/train/lying/00.png"), folder.File("d/val/lying/leak.png"));
        File.WriteAllBytes(folder.File("d/val/lying/new.png"), Pictures.Png(lies: true, seed: 502));
    }
}
