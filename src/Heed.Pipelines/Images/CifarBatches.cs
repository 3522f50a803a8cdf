using System.Globalization;

namespace Heed.Pipelines.Images;

/// <summary>
/// CIFAR-10's binary batches (Krizhevsky 2009): records of a label's byte and 32 x 32 pixels, all red ones, all green ones, all blue ones. Classes
/// are named by batches.meta.txt beside them, else by their number.
/// </summary>
internal static class CifarBatches
{
    private const int Side = 32;
    private const int NumClasses = 10;
    private const int MostBytesOfNames = 1 << 16;
    private const int RecordLength = 1 + (RgbImage.Channels * Side * Side);

    /// <summary>data_batch_1.bin and on, with test_batch.bin as the test split; null if the folder holds none.</summary>
    public static ImageSet? ReadFolder(string directory)
    {
        var batches = Directory.GetFiles(directory, "data_batch_*.bin").Order(StringComparer.Ordinal).ToList();
        var test = Path.Combine(directory, "test_batch.bin");
        return batches.Count > 0 ? new ImageSet([.. batches.SelectMany(Read)], Test: File.Exists(test) ? Read(test) : null)
            : File.Exists(test) ? throw new InvalidInputException($"{directory} has test_batch.bin but no data_batch_1.bin; expected both.")
            : null;
    }

    public static List<ImageExample> Read(string path)
    {
        var length = new FileInfo(path).Length;
        if (length == 0 || length % RecordLength != 0 || length > Array.MaxLength)
        {
            throw new InvalidInputException(
                $"{path} has {length:N0} bytes, {length / RecordLength:N0} pictures of {RecordLength:N0} bytes and {length % RecordLength:N0} bytes of another; expected whole pictures, and at least one.");
        }

        var names = ClassNames(path);
        var bytes = File.ReadAllBytes(path);
        return [.. Enumerable.Range(0, bytes.Length / RecordLength).Select(i => bytes[i * RecordLength] is < NumClasses and var label
            ? new ImageExample(new PlanarPicture(bytes, (i * RecordLength) + 1, $"{path}, picture {i}"), names[label])
            : throw new InvalidInputException($"{path}, picture {i}, has the label {bytes[i * RecordLength]}; expected 0 to {NumClasses - 1}."))];
    }

    private static string[] ClassNames(string path)
    {
        var file = Path.Combine(Path.GetDirectoryName(path) ?? "", "batches.meta.txt");
        if (File.Exists(file) && new FileInfo(file).Length is var length and > MostBytesOfNames)
        {
            throw new InvalidInputException($"{file} has {length:N0} bytes; expected at most {MostBytesOfNames:N0} of {NumClasses} names.");
        }

        string[] names = File.Exists(file) ? [.. File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0).Take(NumClasses)] : [];
        return names.Length == NumClasses ? names : [.. Enumerable.Range(0, NumClasses).Select(i => i.ToString(CultureInfo.InvariantCulture))];
    }

    private sealed class PlanarPicture(byte[] bytes, int offset, string name) : ImageSource
    {
        public override string Name => name;

        // [3, 32, 32] -> [32, 32, 3]
        public override RgbImage Read()
        {
            var rgb = new byte[RgbImage.Channels * Side * Side];
            for (var i = 0; i < rgb.Length; i++)
            {
                rgb[i] = bytes[offset + (i % RgbImage.Channels * Side * Side) + (i / RgbImage.Channels)];
            }

            return new RgbImage(rgb, new(Side, Side));
        }
    }
}
