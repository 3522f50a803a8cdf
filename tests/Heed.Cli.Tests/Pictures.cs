using System.Buffers.Binary;
using SkiaSharp;

namespace Heed.Cli.Tests;

/// <summary>Easy pictures in two classes, stripes that lie and stripes that stand, and the fewest options that learn them in seconds.</summary>
internal static class Pictures
{
    public static readonly string[] Quick = QuickFor(epochs: 2);

    private const int Side = 12;
    private static readonly string[] Classes = ["lying", "standing"];

    public static string[] QuickFor(int epochs) =>
        ["--preset", "tiny", "--epochs", $"{epochs}", "--image-size", "8", "--patch-size", "4", "--threads", "1"];

    public static byte[] Png(bool lies, int seed, int width = Side, int height = Side, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        var random = new Random(seed);
        var (dark, light) = (Colour(0, 90), Colour(160, 255));
        var pixels = new SKColor[width * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (lies ? i / width : i % width) / 3 % 2 == 0 ? dark : light;
        }

        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul)) { Pixels = pixels };
        using var data = bitmap.Encode(format, 100);
        return data.ToArray();

        SKColor Colour(int from, int to) => new((byte)random.Next(from, to), (byte)random.Next(from, to), (byte)random.Next(from, to));
    }

    /// <summary>A folder of class folders below <paramref name="folder"/>.</summary>
    public static string WriteFolder(TemporaryFolder folder, string name, int ofEach, int seed)
    {
        for (var i = 0; i < ofEach * Classes.Length; i++)
        {
            var path = folder.File($"{name}/{Classes[i % 2]}/{i / 2:00}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, Png(i % 2 == 0, (seed * 1000) + i));
        }

        return folder.File(name);
    }

    /// <summary>An idx file: two zeros, the type of bytes, the number of axes, their lengths, the content.</summary>
    public static void WriteIdx(string path, int[] shape, byte[] content, int? axes = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var header = new byte[4 + (4 * shape.Length)];
        header[2] = 8;
        header[3] = (byte)(axes ?? shape.Length);
        for (var i = 0; i < shape.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), shape[i]);
        }

        File.WriteAllBytes(path, [.. header, .. content]);
    }

    /// <summary>A PNG whose header claims another size than it has.</summary>
    public static byte[] Claiming(int width, int height)
    {
        var png = Png(lies: true, seed: 1);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        return png;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
