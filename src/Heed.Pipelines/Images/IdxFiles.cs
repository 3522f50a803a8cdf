using System.Buffers.Binary;
using Heed.Kernels;
using Heed.Pipelines.Data;

namespace Heed.Pipelines.Images;

/// <summary>
/// The files of MNIST and its kind (LeCun et al. 1998): big-endian, 00 00 08 and the number of axes, the length of each axis, then bytes.
/// Pictures are grey, [count, height, width]; labels are [count] and named by their number.
/// </summary>
internal static class IdxFiles
{
    private const string Pictures = "images-idx3-ubyte";
    private const string Labels = "labels-idx1-ubyte";

    // Deflate makes at most 258 bytes of two bits (RFC 1951).
    private const int MostGrowth = 1032;

    // As LeCun wrote it, and as some programs unpack it.
    private static readonly string[] Stops = ["-", "."];

    public static bool IsPictures(string path) => StopOf(path) is not null;

    /// <summary>A folder of such files: train-, and t10k- or test- for the test split; null if it holds none.</summary>
    public static ImageSet? ReadFolder(string directory)
    {
        var train = Find(directory, "train");
        var test = Find(directory, "t10k") ?? Find(directory, "test");
        return (train, test) switch
        {
            (null, null) => null,
            (null, _) => throw new InvalidInputException($"{directory} has {Path.GetFileName(test)} but no train-{Pictures}; expected both."),
            _ => new ImageSet(Read(train), Test: test is null ? null : Read(test)),
        };
    }

    /// <param name="path">The file of the pictures; that of the labels lies beside it.</param>
    public static List<ImageExample> Read(string path)
    {
        var labelsPath = LabelsBeside(path);
        var pictures = ReadPictures(path);
        var (labels, count) = ReadBytes(labelsPath, axes: 1);
        return count[0] == pictures.Count
            ? [.. labels.Select((label, i) => new ImageExample(pictures[i], label.ToString(System.Globalization.CultureInfo.InvariantCulture)))]
            : throw new InvalidInputException($"{labelsPath} has {count[0]:N0} labels and {path} {pictures.Count:N0} pictures; expected as many of both.");
    }

    /// <summary>The pictures alone.</summary>
    public static IReadOnlyList<ImageSource> ReadPictures(string path)
    {
        var (pixels, shape) = ReadBytes(path, axes: 3);
        var size = new GridSize(shape[1], shape[2]);
        if (shape[0] == 0)
        {
            throw new InvalidInputException($"{path} holds no picture; expected at least one.");
        }

        return size.Height > 0 && size.Width > 0
            ? [.. Enumerable.Range(0, shape[0]).Select(i => new GreyPicture(pixels, i * size.Count, size, $"{path}, picture {i}"))]
            : throw new InvalidInputException($"{path} claims pictures of {size.Width} x {size.Height} pixels; expected at least one.");
    }

    private static string? Find(string directory, string split) =>
        Stops.Select(stop => Path.Combine(directory, $"{split}-{With(stop, Pictures)}")).SelectMany(path => (string[])[path, path + ".gz"]).FirstOrDefault(File.Exists);

    private static string With(string stop, string ending) => ending.Replace("-idx", stop + "idx", StringComparison.Ordinal);

    private static string? StopOf(string path) => Array.Find(Stops, stop => Path.GetFileName(path).Contains(With(stop, Pictures), StringComparison.Ordinal));

    private static string LabelsBeside(string path)
    {
        var stop = StopOf(path) ?? Stops[0];
        var name = Path.GetFileName(path).Replace(With(stop, Pictures), With(stop, Labels), StringComparison.Ordinal);
        var bare = name.EndsWith(".gz", StringComparison.Ordinal) ? name[..^3] : name;
        return new[] { name, bare, bare + ".gz" }.Select(file => Path.Combine(Path.GetDirectoryName(path) ?? "", file)).FirstOrDefault(File.Exists)
            ?? throw new InvalidInputException($"{path} has no labels beside it; expected the file {name}.");
    }

    /// <summary>What follows the header, and the lengths of the axes; memory grows with the bytes that come, unpacked, not with what the header claims.</summary>
    private static (byte[] Content, int[] Shape) ReadBytes(string path, int axes) => ImageData.Guarded(path, () => Content(path, axes));

    private static (byte[] Content, int[] Shape) Content(string path, int axes)
    {
        using var file = File.OpenRead(path);
        using var stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new CheckedGzipStream(file) : (Stream)file;
        var header = new byte[4 + (4 * axes)];
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read < 4 || BinaryPrimitives.ReadInt32BigEndian(header) != 0x0800 + axes)
        {
            throw new InvalidInputException(
                $"{path} begins with the bytes {Convert.ToHexString(header, 0, Math.Min(read, 4))}; expected 0000080{axes}, with which an idx file of {(axes == 1 ? "labels" : "pictures")} begins.");
        }

        if (read < header.Length)
        {
            throw new InvalidInputException($"{path} ends inside its header, after {read} bytes; expected {header.Length}.");
        }

        var shape = Enumerable.Range(0, axes).Select(axis => BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 + (4 * axis)))).ToArray();
        var claimed = shape.Aggregate(1L, (product, length) => length is < 0 or > 1 << 28 ? long.MaxValue : product > int.MaxValue ? product : product * length);
        if (claimed > Array.MaxLength)
        {
            throw new InvalidInputException($"{path} claims {string.Join(" x ", shape)} bytes; at most {Array.MaxLength:N0} are read.");
        }

        if (axes == 3 && (long)shape[1] * shape[2] > ImageDecoder.MostPixels)
        {
            throw new InvalidInputException($"{path} claims pictures of {shape[2]:N0} x {shape[1]:N0} pixels; expected at most {ImageDecoder.MostPixels:N0} in all.");
        }

        RequireBytesFor(claimed, shape, path, file, header.Length, isPacked: !ReferenceEquals(stream, file));
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (content.Length <= claimed && (read = stream.Read(buffer)) > 0)
        {
            content.Write(buffer, 0, read);
        }

        return content.Length == claimed
            ? (content.ToArray(), shape)
            : throw Differs(path, shape, claimed, content.Length > claimed ? "more" : $"{content.Length:N0}");
    }

    // Before anything is kept: a plain file says by its length what it holds, and of a packed one at most so much can come. A pipe has no length.
    private static void RequireBytesFor(long claimed, int[] shape, string path, FileStream file, int headerLength, bool isPacked)
    {
        if (isPacked && claimed > file.Length * MostGrowth)
        {
            throw Differs(path, shape, claimed, $"only {file.Length:N0}, packed");
        }

        if (!isPacked && file.CanSeek && file.Length - headerLength is var held && held != claimed)
        {
            throw Differs(path, shape, claimed, held > claimed ? "more" : $"{held:N0}");
        }
    }

    private static InvalidInputException Differs(string path, int[] shape, long claimed, string held) =>
        new($"{path} claims {string.Join(" x ", shape)} = {claimed:N0} bytes and holds {held}; expected as many.");

    private sealed class GreyPicture(byte[] pixels, int offset, GridSize size, string name) : ImageSource
    {
        public override string Name => name;

        internal override RgbImage Read(DecodingBudget.Share share)
        {
            share.Take(size.Count);
            return Read();
        }

        public override RgbImage Read()
        {
            var rgb = new byte[size.Count * RgbImage.Channels];
            for (var i = 0; i < rgb.Length; i++)
            {
                rgb[i] = pixels[offset + (i / RgbImage.Channels)];
            }

            return new RgbImage(rgb, size);
        }
    }
}
