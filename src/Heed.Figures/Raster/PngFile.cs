using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Heed.Figures.Raster;

/// <summary>Pixels as a PNG file. Source: W3C, "Portable Network Graphics (PNG) Specification (Third Edition)".</summary>
internal static class PngFile
{
    private const byte Truecolor = 2;
    private const byte TruecolorWithAlpha = 6;
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOf)];

    /// <summary>The bytes of the file.</summary>
    /// <param name="pixels">[height, width, channels], 8 bits each, sRGB; opacity, if there is a fourth channel, not multiplied in.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="channels">3 or 4.</param>
    /// <param name="pixelsPerMetre">Its size on paper; 0 says nothing of it.</param>
    /// <param name="texts">Keyword (Latin letters) and text, as "Title" and what it is.</param>
    public static byte[] Encode(
        ReadOnlySpan<byte> pixels, int width, int channels, int pixelsPerMetre = 0, params ReadOnlySpan<(string Keyword, string Text)> texts)
    {
        var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n']);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), pixels.Length / (width * channels));
        (header[8], header[9]) = (8, channels == 4 ? TruecolorWithAlpha : Truecolor);
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "sRGB", [0]);
        if (pixelsPerMetre > 0)
        {
            var density = new byte[9];
            BinaryPrimitives.WriteInt32BigEndian(density, pixelsPerMetre);
            BinaryPrimitives.WriteInt32BigEndian(density.AsSpan(4), pixelsPerMetre);
            density[8] = 1;
            WriteChunk(file, "pHYs", density);
        }

        foreach (var (keyword, text) in texts)
        {
            // Not compressed, no language, no translated keyword.
            WriteChunk(file, "iTXt", [.. Encoding.Latin1.GetBytes(keyword), 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text.Replace('\0', '\uFFFD'))]);
        }

        WriteChunk(file, "IDAT", Compress(pixels, width, channels));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int width, int channels)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var stride = width * channels;
            var above = new byte[stride];
            var filtered = new byte[1 + stride];
            var best = new byte[1 + stride];
            for (var start = 0; start < pixels.Length; start += stride)
            {
                var row = pixels.Slice(start, stride);
                var least = long.MaxValue;
                for (var filter = PngFilter.None; filter <= PngFilter.Paeth; filter++)
                {
                    var cost = Filter(filter, row, above, channels, filtered);
                    if (cost < least)
                    {
                        least = cost;
                        (best, filtered) = (filtered, best);
                    }
                }

                zlib.Write(best);
                row.CopyTo(above);
            }
        }

        return packed.ToArray();
    }

    // Writes the filter's number and each byte less its prediction. The cost is the sum of the differences' sizes: the rule of
    // thumb that the specification gives for which filter packs best.
    private static long Filter(PngFilter filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int channels, Span<byte> filtered)
    {
        filtered[0] = (byte)filter;
        var cost = 0L;
        for (var i = 0; i < row.Length; i++)
        {
            var (left, up, upLeft) = i < channels ? (0, above[i], 0) : (row[i - channels], above[i], above[i - channels]);
            var prediction = filter switch
            {
                PngFilter.Sub => left,
                PngFilter.Up => up,
                PngFilter.Average => (left + up) / 2,
                PngFilter.Paeth => Paeth(left, up, upLeft),
                _ => 0,
            };
            var difference = (byte)(row[i] - prediction);
            filtered[1 + i] = difference;
            cost += Math.Abs((int)(sbyte)difference);
        }

        return cost;
    }

    // Whichever of the three neighbours is nearest to left + up - upLeft.
    private static int Paeth(int left, int up, int upLeft)
    {
        var (toLeft, toUp, toUpLeft) = (Math.Abs(up - upLeft), Math.Abs(left - upLeft), Math.Abs(left + up - (2 * upLeft)));
        return toLeft <= toUp && toLeft <= toUpLeft ? left : toUp <= toUpLeft ? up : upLeft;
    }

    private static void WriteChunk(MemoryStream file, string type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        var start = (int)file.Length;
        file.Write(Encoding.ASCII.GetBytes(type));
        file.Write(content);
        var crc = uint.MaxValue;
        foreach (var value in file.GetBuffer().AsSpan(start, (int)file.Length - start))
        {
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        file.Write(number);
    }

    private static uint CrcOf(int value)
    {
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1);
        }

        return crc;
    }

    private enum PngFilter : byte
    {
        None,
        Sub,
        Up,
        Average,
        Paeth,
    }
}
