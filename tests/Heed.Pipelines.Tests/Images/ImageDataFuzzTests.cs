using System.IO.Compression;
using CsCheck;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.Tests.Images;

public sealed class ImageDataFuzzTests : IDisposable
{
    private const string Idx = "train-images-idx3-ubyte";

    private readonly TemporaryFolder folder = new();

    public ImageDataFuzzTests() => File.WriteAllBytes(folder.File("train-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 2, 7, 0]);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Idx)]
    [InlineData(Idx + ".gz")]
    [InlineData("a.zip")]
    [InlineData("a.bin")]
    [InlineData("a.png")]
    public void A_changed_file_is_read_or_refused_in_words(string name)
    {
        var whole = Whole(name);
        Assert.NotEmpty(Read(name, whole));
        var place = Gen.Int[0, whole.Length - 1];
        var change = Gen.OneOf(
            Gen.Select(place, Gen.OneOf(Gen.Byte, Gen.Const((byte)0xFF)), (at, value) => (byte[])[.. whole[..at], value, .. whole[(at + 1)..]]),
            Gen.Select(place, Gen.Byte.Array[4], (at, values) => (byte[])[.. whole[..at], .. values, .. whole[Math.Min(whole.Length, at + 4)..]]),
            Gen.Select(place, Gen.Byte.Array[1, 5], (at, values) => (byte[])[.. whole[..at], .. values, .. whole[at..]]),
            Gen.Select(place, Gen.Int[0, 10], (at, count) => (byte[])[.. whole[..at], .. whole[Math.Min(whole.Length, at + count)..]]),
            place.Select(length => whole[..length]));
        change.Sample(content => ReadOrRefuse(name, content), threads: 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".gz")]
    public void Any_axes_of_an_idx_file_are_read_or_refused_in_words(string ending)
    {
        var axis = Gen.OneOf(Gen.Int[0, 3], Gen.Int, Gen.OneOf(30_000, 46_341, 65_536, 1 << 28, int.MaxValue, int.MinValue, -1));
        axis.Array[3].Sample(axes => ReadOrRefuse(Idx + ending, Packed(ending, [0, 0, 8, 3, .. axes.SelectMany(BigEndian), .. new byte[12]])), threads: 1);
    }

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Whole(string name)
    {
        if (name == "a.zip")
        {
            using var packed = new MemoryStream();
            using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (var entry in (string[])["cats/a.png", "dogs/b.png"])
                {
                    using var stream = archive.CreateEntry(entry).Open();
                    stream.Write(Drawn.Encode());
                }
            }

            return packed.ToArray();
        }

        return name switch
        {
            "a.png" => Drawn.Encode(),
            "a.bin" => [3, .. new byte[3072]],
            _ => Packed(Path.GetExtension(name), [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
        };
    }

    private static byte[] Packed(string ending, byte[] content)
    {
        if (ending != ".gz")
        {
            return content;
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private IReadOnlyList<ImageSource> Read(string name, byte[] content)
    {
        File.WriteAllBytes(folder.File(name), content);
        return name == "a.png" ? ImageData.ReadPictures(folder.File(name)) : [.. ImageData.Read(folder.File(name)).Train.Select(example => example.Image)];
    }

    /// <summary>Reading ends, throws nothing but the one exception, and takes memory of the file's order, not of what it claims.</summary>
    private void ReadOrRefuse(string name, byte[] content)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            foreach (var picture in Read(name, content))
            {
                picture.Read();
            }
        }
        catch (InvalidInputException exception)
        {
            Assert.Contains(folder.Path, exception.Message);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 64_000_000);
    }
}
