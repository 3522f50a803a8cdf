using System.Diagnostics;

namespace Heed.Cli.Tests;

public sealed class BadPicturesTests
{
    [Theory]
    [InlineData("truncated.png", "truncated.png is a broken picture: its header claims PNG, 12 x 12 pixels, but the file ends before the last row.")]
    [InlineData("text.jpg", "text.jpg is no picture: it begins with 'this is '; expected PNG, JPEG, WebP, BMP or GIF.")]
    [InlineData("empty.png", "empty.png is empty; expected a picture.")]
    [InlineData("point.png", "point.png has 1 x 1 pixels; expected at least 2 x 2, for there is nothing to see on fewer.")]
    [InlineData("bomb.png", "bomb.png claims 20,000 x 20,000 pixels; expected at least one and at most 100,000,000 in all.")]
    public void A_broken_picture_among_good_ones_is_named_with_what_is_wrong_with_it(string name, string problem)
    {
        using var folder = new TemporaryFolder();
        Pictures.WriteFolder(folder, "data", ofEach: 3, seed: 1);
        File.WriteAllBytes(folder.File($"data/standing/{name}"), name switch
        {
            "truncated.png" => Pictures.Png(lies: true, seed: 1)[..^30],
            "text.jpg" => [.. "this is a text"u8],
            "empty.png" => [],
            "point.png" => Pictures.Png(lies: true, seed: 1, width: 1, height: 1),
            _ => Pictures.Claiming(20_000, 20_000),
        });

        Assert.Equal(folder.File("data/standing/") + problem, Train(folder, "data"));
    }

    [Fact]
    public void A_name_that_moves_the_cursor_stays_on_one_line()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a file system that takes any name");
        using var folder = new TemporaryFolder();
        Pictures.WriteFolder(folder, "data", ofEach: 3, seed: 1);
        File.WriteAllBytes(folder.File("data/standing/a\n\u001b[2Jb.png"), []);
        Assert.Equal(folder.File("data/standing/a  [2Jb.png is empty; expected a picture."), Train(folder, "data"));
    }

    [Fact]
    public void A_class_folder_without_pictures_is_named()
    {
        using var folder = new TemporaryFolder();
        Pictures.WriteFolder(folder, "data", ofEach: 3, seed: 1);
        Directory.CreateDirectory(folder.File("data/sitting"));
        File.WriteAllText(folder.File("data/sitting/a.tiff"), "");

        Assert.StartsWith($"{folder.File("data")}/sitting holds no picture; expected at least one (.png, ", Train(folder, "data"));
    }

    [Fact]
    public void A_class_that_only_one_of_training_and_validation_has_is_named()
    {
        using var folder = new TemporaryFolder();
        Pictures.WriteFolder(folder, "train", ofEach: 3, seed: 1);
        Pictures.WriteFolder(folder, "validation", ofEach: 3, seed: 2);
        string[] validation = ["--validation", folder.File("validation")];

        Directory.Move(folder.File("validation/standing"), folder.File("standing"));
        Assert.StartsWith($"{folder.File("validation")}: validation has no picture of the class 'standing', which training has", Train(folder, "train", validation));

        Directory.Move(folder.File("standing"), folder.File("validation/sitting"));
        var foreign = Train(folder, "train", validation);
        Assert.StartsWith($"{folder.File("validation/sitting/00.png")}: found the label 'sitting'", foreign);
        Assert.EndsWith("expected one of lying, standing.", foreign);
    }

    [Fact]
    public void Pictures_all_of_one_class_teach_nothing()
    {
        using var folder = new TemporaryFolder();
        Pictures.WriteFolder(folder, "data", ofEach: 3, seed: 1);
        Directory.Delete(folder.File("data/standing"), recursive: true);

        Assert.Equal($"{folder.File("data")}: every picture has the label 'lying'; expected at least two labels, each a folder.", Train(folder, "data"));
    }

    [Fact]
    public void A_folder_without_class_folders_is_refused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("data"));
        File.WriteAllBytes(folder.File("data/a.png"), Pictures.Png(lies: true, seed: 1));

        Assert.Equal($"{folder.File("data")} holds no folders of pictures; expected a folder a class, named like it.", Train(folder, "data"));
    }

    [Fact]
    public void Wrong_beginnings_missing_labels_and_too_few_of_idx_files_are_told()
    {
        using var folder = new TemporaryFolder();
        var (images, labels) = (folder.File("d/train-images-idx3-ubyte"), folder.File("d/train-labels-idx1-ubyte"));

        Pictures.WriteIdx(images, [5, 4, 4], new byte[80], axes: 1);
        Assert.Contains("no labels beside it; expected the file train-labels-idx1-ubyte", Train(folder, "d"));

        Pictures.WriteIdx(labels, [4], new byte[4]);
        Assert.Equal($"{images} begins with the bytes 00000801; expected 00000803, with which an idx file of pictures begins.", Train(folder, "d"));

        Pictures.WriteIdx(images, [5, 4, 4], new byte[80]);
        Assert.Equal($"{labels} has 4 labels and {images} 5 pictures; expected as many of both.", Train(folder, "d"));

        Pictures.WriteIdx(images, [5, 4, 4], new byte[77]);
        Assert.Equal($"{images} claims 5 x 4 x 4 = 80 bytes and holds 77; expected as many.", Train(folder, "d"));
    }

    [Fact]
    public void A_CIFAR_batch_cut_short_is_told_in_bytes()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("d"));
        File.WriteAllBytes(folder.File("d/data_batch_1.bin"), new byte[(3 * 3073) - 100]);

        Assert.Equal(
            $"{folder.File("d/data_batch_1.bin")} has 9,119 bytes, 2 pictures of 3,073 bytes and 2,973 bytes of another; expected whole pictures, and at least one.",
            Train(folder, "d"));
    }

    [Fact]
    public void A_link_that_leads_nowhere_or_in_a_circle_is_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs links");
        using var folder = new TemporaryFolder();
        Pictures.WriteFolder(folder, "data", ofEach: 3, seed: 1);
        Directory.CreateSymbolicLink(folder.File("data/sitting"), folder.File("nowhere"));
        Assert.Equal(
            $"{folder.File("data/sitting")} is a link to {folder.File("nowhere")}, which does not exist; expected a folder or a file.", Train(folder, "data"));

        File.Delete(folder.File("data/sitting"));
        Directory.CreateSymbolicLink(folder.File("data/lying/up"), "..");
        Assert.Equal($"{folder.File("data/lying/up")} is a link to .., a folder that it lies in; expected folders that end.", Train(folder, "data"));
    }

    [Fact]
    public void A_folder_that_this_user_may_not_read_is_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "needs POSIX permissions that bind this user");
        using var folder = new TemporaryFolder();
        Pictures.WriteFolder(folder, "data", ofEach: 3, seed: 1);
        using (var command = Process.Start("chmod", ["000", folder.File("data/lying")]))
        {
            command.WaitForExit();
        }

        try
        {
            Assert.Contains(folder.File("data/lying"), Train(folder, "data"));
        }
        finally
        {
            Process.Start("chmod", ["700", folder.File("data/lying")]).WaitForExit();
        }
    }

    [Theory]
    [InlineData("reviews.csv", "text,label\na,b\n", "reviews.csv is no set of labelled pictures; expected a folder, a .zip, ")]
    [InlineData("data.zip", "no archive", "Cannot read ")]
    [InlineData("none", null, "There is no file or folder ")]
    public void A_path_that_holds_no_labelled_pictures_is_named_with_what_would(string name, string? content, string sentence)
    {
        using var folder = new TemporaryFolder();
        if (content is not null)
        {
            File.WriteAllText(folder.File(name), content);
        }

        var found = Train(folder, name);
        Assert.Contains(sentence, found);
        Assert.Contains(folder.File(name), found);
    }

    [Fact]
    public void Patches_that_do_not_divide_the_pictures_are_refused()
    {
        using var folder = new TemporaryFolder();
        Pictures.WriteFolder(folder, "data", ofEach: 3, seed: 1);

        Assert.Contains("Patches of 5 pixels do not divide pictures of 8", Train(folder, "data", "--patch-size", "5", "--image-size", "8"));
    }

    private static string Train(TemporaryFolder folder, string name, params string[] more)
    {
        var sentence = Tool.Run(["train", "image", "--train", folder.File(name), "--output", folder.File("model"), "--quiet", .. more]).Refusal();
        Assert.False(File.Exists(folder.File("model/model.safetensors")));
        return sentence;
    }
}
