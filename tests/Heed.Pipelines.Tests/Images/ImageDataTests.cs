using System.Buffers.Binary;
using System.IO.Compression;
using Heed.Kernels;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.Tests.Images;

public class ImageDataTests
{
    [Fact]
    public void Folders_are_classes()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "dogs/b.png", "dogs/a.PNG", "cats/deeper/c.jpg", "cats/notes.txt", ".git/x.png");
        var set = ImageData.Read(folder.Path);
        Assert.Equal(["cats", "dogs", "dogs"], set.Train.Select(example => example.Label));
        Assert.Equal(folder.File("dogs/a.PNG"), set.Train[1].Image.Name);
        Assert.Null(set.Validation);
        Assert.Null(set.Test);
        Assert.Equal(new GridSize(2, 3), set.Train[0].Image.Read().Size);
        Assert.Equal([folder.File("cats/notes.txt")], set.Ignored);
    }

    [Fact]
    public void Links_to_folders_and_pictures_are_followed_by_the_names_of_the_links()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs the right to make links");
        using var folder = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        Write(elsewhere, "pets/1.png", "2.bin");
        Write(folder, "dogs/a.png");
        Directory.CreateSymbolicLink(folder.File("cats"), elsewhere.File("pets"));
        File.CreateSymbolicLink(folder.File("dogs/b.png"), elsewhere.File("2.bin"));

        var set = ImageData.Read(folder.Path);
        Assert.Equal(["cats", "dogs", "dogs"], set.Train.Select(example => example.Label));
        Assert.Equal([folder.File("cats/1.png"), folder.File("dogs/a.png"), folder.File("dogs/b.png")], set.Train.Select(example => example.Image.Name));
        Assert.All(set.Train, example => Assert.Equal(new GridSize(2, 3), example.Image.Read().Size));
    }

    [Fact]
    public void Pictures_without_labels_come_from_a_file_a_folder_an_archive_and_files_of_many()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "b.png", "a/c.png", "a/d.txt");
        WriteIdx(folder, "some-images-idx3-ubyte", [2, 3, 4], new byte[24]);
        File.WriteAllBytes(folder.File("batch.bin"), Record(label: 1, red: 1, green: 2, blue: 3));

        Assert.Equal([folder.File("a/c.png"), folder.File("b.png")], Names(folder.Path));
        Assert.Equal([folder.File("b.png")], Names(folder.File("b.png")));
        Assert.Equal(2, Names(folder.File("some-images-idx3-ubyte")).Count());
        Assert.Single(Names(folder.File("batch.bin")));
        var archive = Zip(folder);
        Assert.Equal([$"{archive}:a/c.png", $"{archive}:b.png"], Names(archive));

        File.Delete(folder.File("a/c.png"));
        Assert.StartsWith($"{folder.File("a")} holds no picture;", Assert.Throws<InvalidInputException>(() => ImageData.ReadPictures(folder.File("a"))).Message);

        static IEnumerable<string> Names(string path) => ImageData.ReadPictures(path).Select(picture => picture.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("pets/")]
    public void Splits_may_lie_above_the_classes_and_one_folder_above_all(string above)
    {
        using var folder = new TemporaryFolder();
        Write(folder, above + "train/cats/a.png", above + "train/dogs/b.png", above + "val/dogs/c.png", above + "test/cats/d.png");
        foreach (var path in (string[])[folder.Path, Zip(folder)])
        {
            var set = ImageData.Read(path);
            Assert.Equal(["cats", "dogs"], set.Train.Select(example => example.Label));
            Assert.Equal("dogs", Assert.Single(set.Validation!).Label);
            Assert.Equal("cats", Assert.Single(set.HeldOut).Label);
            Assert.Equal(new GridSize(2, 3), set.Train[1].Image.Read().Size);
        }
    }

    [Fact]
    public void Idx_files_are_grey_pictures_with_numbers_for_names()
    {
        using var folder = new TemporaryFolder();
        WriteIdx(folder, "train-images-idx3-ubyte.gz", [2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        WriteIdx(folder, "train-labels-idx1-ubyte.gz", [2], [7, 0]);
        WriteIdx(folder, "t10k-images-idx3-ubyte", [1, 1, 1], [200]);
        WriteIdx(folder, "t10k-labels-idx1-ubyte", [1], [3]);
        var set = ImageData.Read(folder.Path);
        Assert.Equal(["7", "0"], set.Train.Select(example => example.Label));
        Assert.Equal([7, 7, 7, 8, 8, 8], set.Train[1].Image.Read().Pixels[..6].ToArray());
        Assert.Equal([200, 200, 200], Assert.Single(set.Test!).Image.Read().Pixels.ToArray());
        Assert.Equal("3", ImageData.Read(folder.File("t10k-images-idx3-ubyte")).Train[0].Label);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".gz")]
    public void Idx_files_may_have_a_full_stop_in_their_name(string end)
    {
        using var folder = new TemporaryFolder();
        WriteIdx(folder, "train-images.idx3-ubyte" + end, [1, 1, 1], [9]);
        WriteIdx(folder, "train-labels.idx1-ubyte" + end, [1], [4]);
        Assert.Equal("4", Assert.Single(ImageData.Read(folder.Path).Train).Label);
        Assert.Equal("4", Assert.Single(ImageData.Read(folder.File("train-images.idx3-ubyte" + end)).Train).Label);
    }

    [Fact]
    public void Pictures_in_no_class_folder_are_told_of()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "cats/a.png", "dogs/b.png", "lost.png");
        var set = ImageData.Read(folder.Path);
        Assert.Equal((2, folder.File("lost.png")), (set.Train.Count, Assert.Single(set.Unlabelled)));

        using var split = new TemporaryFolder();
        Write(split, "train/cats/a.png", "train/dogs/b.png", "train/lost.png", "lost.png");
        Assert.Equal([split.File("lost.png"), split.File("train/lost.png")], ImageData.Read(split.Path).Unlabelled);
    }

    [Fact]
    public void Splits_beside_another_folder_of_pictures_are_refused_and_one_class_may_be_called_train()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "train/cats/a.png", "val/cats/b.png", "extra/cats/c.png");
        Refused(folder.Path, $"{folder.Path} holds pictures in extra beside the splits train and val; expected splits alone, with class folders in each, or class folders alone.");
        Directory.Delete(folder.File("extra"), recursive: true);
        Directory.CreateDirectory(folder.File("notes"));
        Assert.Single(ImageData.Read(folder.Path).Validation!);

        using var vehicles = new TemporaryFolder();
        Write(vehicles, "train/a.png", "plane/b.png");
        Assert.Equal(["plane", "train"], ImageData.Read(vehicles.Path).Train.Select(example => example.Label));
    }

    [Fact]
    public void Cifar_batches_are_planes_of_red_green_and_blue()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("data_batch_1.bin"), Record(label: 2, red: 10, green: 20, blue: 30));
        File.WriteAllBytes(folder.File("data_batch_2.bin"), Record(label: 9, red: 1, green: 2, blue: 3));
        File.WriteAllBytes(folder.File("test_batch.bin"), Record(label: 0, red: 4, green: 5, blue: 6));
        var set = ImageData.Read(folder.Path);
        Assert.Equal(["2", "9"], set.Train.Select(example => example.Label));
        Assert.Equal([10, 20, 30], set.Train[0].Image.Read().Pixels[^3..].ToArray());
        File.WriteAllLines(folder.File("batches.meta.txt"), ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck", ""]);
        Assert.Equal(["bird", "truck"], ImageData.Read(folder.Path).Train.Select(example => example.Label));
    }

    [Fact]
    public void An_empty_class_folder_is_named()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "train/cats/a.png", "train/dogs/b.png");
        Directory.CreateDirectory(folder.File("train/birds"));
        Refused(folder.Path, $"{folder.Path}/train/birds holds no picture; expected at least one (.png, .jpg, .jpeg, .webp, .bmp, .gif) in every class folder.");
    }

    [Fact]
    public void A_test_split_alone_is_refused()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "test/cats/a.png", "test/dogs/b.png");
        Refused(folder.Path, $"{folder.Path} holds test but no train; expected a folder train beside them.");
    }

    [Fact]
    public void Nothing_at_all_is_refused()
    {
        using var folder = new TemporaryFolder();
        Refused(folder.Path, $"{folder.Path} holds no folders of pictures; expected a folder a class, named like it.");
        Refused(folder.File("no"), $"There is no file or folder {folder.File("no")}; expected a folder of pictures, a .zip, idx files or CIFAR batches.");
    }

    [Fact]
    public void A_wrong_idx_magic_is_shown()
    {
        using var folder = new TemporaryFolder();
        WriteIdx(folder, "train-images-idx3-ubyte", [2], [1, 2]);
        WriteIdx(folder, "train-labels-idx1-ubyte", [2], [1, 2]);
        var path = folder.File("train-images-idx3-ubyte");
        Refused(path, $"{path} begins with the bytes 00000801; expected 00000803, with which an idx file of pictures begins.");
    }

    [Fact]
    public void Fewer_labels_than_pictures_are_counted()
    {
        using var folder = new TemporaryFolder();
        WriteIdx(folder, "train-images-idx3-ubyte", [3, 1, 1], [1, 2, 3]);
        WriteIdx(folder, "train-labels-idx1-ubyte", [2], [1, 2]);
        Refused(folder.Path, $"{folder.File("train-labels-idx1-ubyte")} has 2 labels and {folder.File("train-images-idx3-ubyte")} 3 pictures; expected as many of both.");
    }

    [Theory]
    [InlineData(new[] { 4, 2, 3 }, "4 x 2 x 3 = 24 bytes and holds 12")]
    [InlineData(new[] { 1, 2, 3 }, "1 x 2 x 3 = 6 bytes and holds more")]
    public void An_idx_file_holds_what_it_claims(int[] claimed, string said)
    {
        using var folder = new TemporaryFolder();
        WriteIdx(folder, "train-images-idx3-ubyte", claimed, new byte[12]);
        WriteIdx(folder, "train-labels-idx1-ubyte", [2], [1, 2]);
        Refused(folder.Path, $"{folder.File("train-images-idx3-ubyte")} claims {said}; expected as many.");
    }

    [Fact]
    public void An_idx_header_that_claims_too_much_allocates_nothing()
    {
        using var folder = new TemporaryFolder();
        WriteIdx(folder, "train-images-idx3-ubyte", [int.MaxValue, int.MaxValue, 28], [1]);
        WriteIdx(folder, "train-labels-idx1-ubyte", [1], [1]);
        Refused(folder.Path, $"{folder.File("train-images-idx3-ubyte")} claims 2147483647 x 2147483647 x 28 bytes; at most {Array.MaxLength:N0} are read.");
    }

    [Theory]
    [InlineData(new[] { 1, 30_000, 30_000 }, "claims pictures of 30,000 x 30,000 pixels; expected at most 100,000,000 in all.")]
    [InlineData(new[] { 0, 30_000, 30_000 }, "claims pictures of 30,000 x 30,000 pixels; expected at most 100,000,000 in all.")]
    [InlineData(new[] { 0, 28, 28 }, "holds no picture; expected at least one.")]
    public void An_idx_file_without_pictures_or_with_giants_is_refused(int[] claimed, string said)
    {
        using var folder = new TemporaryFolder();
        WriteIdx(folder, "train-images-idx3-ubyte", claimed, []);
        WriteIdx(folder, "train-labels-idx1-ubyte", [0], []);
        Refused(folder.Path, $"{folder.File("train-images-idx3-ubyte")} {said}");
    }

    [Fact]
    public void An_archive_with_a_bottomless_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        using (var archive = ZipFile.Open(folder.File("deep.zip"), ZipArchiveMode.Create))
        {
            archive.CreateEntry(string.Concat(Enumerable.Repeat("d/", 20_000)) + "a.png");
        }

        Refused(folder.File("deep.zip"), $"{folder.File("deep.zip")} has the entry {string.Concat(Enumerable.Repeat("d/", 20))}... 20,001 names deep; expected at most 32.");
    }

    [Fact]
    public void An_archive_with_an_endless_name_is_refused()
    {
        using var folder = new TemporaryFolder();
        using (var archive = ZipFile.Open(folder.File("long.zip"), ZipArchiveMode.Create))
        {
            archive.CreateEntry(new string('a', 60_000) + "/a.png");
        }

        Refused(folder.File("long.zip"), $"{folder.File("long.zip")} has the entry {new string('a', 40)}... of 60,006 characters; expected at most 4,096.");
    }

    [Fact]
    public void A_packed_idx_file_that_cannot_hold_what_it_claims_is_not_unpacked()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("train-images-idx3-ubyte.gz");
        WriteIdx(folder, "train-images-idx3-ubyte.gz", [1000, 1000, 1000], new byte[50_000]);
        WriteIdx(folder, "train-labels-idx1-ubyte", [0], []);
        Refused(path, $"{path} claims 1000 x 1000 x 1000 = 1,000,000,000 bytes and holds only {new FileInfo(path).Length:N0}, packed; expected as many.");
    }

    [Fact]
    public void Folders_that_links_multiply_without_end_are_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs the right to make links");
        using var folder = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        for (var depth = 0; depth < 30; depth++)
        {
            Directory.CreateDirectory(elsewhere.File($"{depth}"));
            Directory.CreateSymbolicLink(elsewhere.File($"{depth}/a"), elsewhere.File($"{depth + 1}"));
            Directory.CreateSymbolicLink(elsewhere.File($"{depth}/b"), elsewhere.File($"{depth + 1}"));
        }

        Directory.CreateDirectory(elsewhere.File("30"));
        Directory.CreateSymbolicLink(folder.File("top"), elsewhere.File("0"));
        var error = Assert.Throws<InvalidInputException>(() => ImageData.Read(folder.Path));
        Assert.EndsWith($" is one of more than 100 links to {elsewhere.File("30")}; expected at most 100 to one folder.", error.Message);
    }

    [Fact]
    public void Names_of_cifar_classes_are_a_short_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("data_batch_1.bin"), Record(1, 2, 3, 4));
        File.WriteAllText(folder.File("batches.meta.txt"), new string('a', 70_000));
        Refused(folder.Path, $"{folder.File("batches.meta.txt")} has 70,000 bytes; expected at most 65,536 of 10 names.");
    }

    [Fact]
    public void A_cifar_batch_cut_short_is_counted()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("data_batch_1.bin"), Record(1, 2, 3, 4)[..3000]);
        Refused(folder.Path, $"{folder.File("data_batch_1.bin")} has 3,000 bytes, 0 pictures of 3,073 bytes and 3,000 bytes of another; expected whole pictures, and at least one.");
    }

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.zip"), "no archive");
        Assert.StartsWith($"Cannot read {folder.File("a.zip")}: ", Assert.Throws<InvalidInputException>(() => ImageData.Read(folder.File("a.zip"))).Message, StringComparison.Ordinal);
        File.WriteAllText(folder.File("a.txt"), "text");
        Assert.StartsWith($"{folder.File("a.txt")} is no set of labelled pictures; ", Assert.Throws<InvalidInputException>(() => ImageData.Read(folder.File("a.txt"))).Message, StringComparison.Ordinal);
    }

    private static void Refused(string path, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidInputException>(() => ImageData.Read(path)).Message);

    private static void Write(TemporaryFolder folder, params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(file))!);
            File.WriteAllBytes(folder.File(file), Drawn.Encode());
        }
    }

    private static string Zip(TemporaryFolder folder)
    {
        using var elsewhere = new TemporaryFolder();
        ZipFile.CreateFromDirectory(folder.Path, elsewhere.File("all.zip"));
        File.Copy(elsewhere.File("all.zip"), folder.File("all.zip"));
        return folder.File("all.zip");
    }

    private static void WriteIdx(TemporaryFolder folder, string name, int[] shape, byte[] content)
    {
        var bytes = new byte[4 + (4 * shape.Length) + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, 0x0800 + shape.Length);
        for (var axis = 0; axis < shape.Length; axis++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * axis)), shape[axis]);
        }

        content.CopyTo(bytes, 4 + (4 * shape.Length));
        using var file = File.Create(folder.File(name));
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(bytes);
    }

    private static byte[] Record(byte label, byte red, byte green, byte blue) =>
        [label, .. Enumerable.Repeat(red, 1024), .. Enumerable.Repeat(green, 1024), .. Enumerable.Repeat(blue, 1024)];
}
