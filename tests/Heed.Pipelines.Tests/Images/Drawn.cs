using System.IO.Compression;
using SkiaSharp;

namespace Heed.Pipelines.Tests.Images;

/// <summary>Pictures made and encoded for a test.</summary>
internal static class Drawn
{
    /// <summary>Six pixels, 3 wide, 2 high, all different: red, green, blue over white, grey, black.</summary>
    public static SKColor[] Six { get; } = [new(200, 0, 0), new(0, 200, 0), new(0, 0, 200), new(255, 255, 255), new(120, 120, 120), new(0, 0, 0)];

    public static byte[] Encode(SKEncodedImageFormat format = SKEncodedImageFormat.Png) => Encode(3, 2, Six, format);

    public static byte[] Encode(int width, int height, SKColor[] pixels, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul)) { Pixels = pixels };
        using var data = bitmap.Encode(format, 100);
        return data.ToArray();
    }

    /// <summary>A JPEG of blocks of 16 x 16 of one colour each, with an EXIF orientation.</summary>
    public static byte[] JpegWithOrientation(int width, int height, SKColor[] blocks, byte orientation)
    {
        const int Side = 16;
        var pixels = new SKColor[width * height * Side * Side];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (row, column) = (i / (width * Side) / Side, i % (width * Side) / Side);
            pixels[i] = blocks[(row * width) + column];
        }

        var jpeg = Encode(width * Side, height * Side, pixels, SKEncodedImageFormat.Jpeg);
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0,
            (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, // TIFF, big-endian, first directory at 8
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    /// <summary>A PNG that claims a size and has no pixels.</summary>
    public static byte[] PngHeader(int width, int height)
    {
        var png = Encode();
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        return png;
    }

    /// <summary>A PNG as its bytes lie in the file.</summary>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="depth">Bits of a sample.</param>
    /// <param name="colorType">0 for grey, 2 for colour; 4 more where opacity follows.</param>
    /// <param name="samples">Row by row, without filters.</param>
    public static byte[] Png(int width, int height, byte depth, byte colorType, byte[] samples)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var row in samples.Chunk(samples.Length / height))
            {
                zlib.WriteByte(0);
                zlib.Write(row);
            }
        }

        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n',
            .. Chunk("IHDR"u8, [.. BigEndian((uint)width), .. BigEndian((uint)height), depth, colorType, 0, 0, 0]),
            .. Chunk("IDAT"u8, packed.ToArray()),
            .. Chunk("IEND"u8, []),
        ];
    }

    /// <summary>
    /// A baseline JPEG of 8 x 8 pixels of one colour: of each component one block, whose mean is its only coefficient.
    /// </summary>
    /// <param name="components">What is stored of each component: one for grey, three for Y Cb Cr, four for inks.</param>
    /// <param name="adobeTransform">What Adobe's marker says of the components: 0 for inks as they are, 2 for Y Cb Cr K; null for no marker.</param>
    public static byte[] FlatJpeg(byte[] components, byte? adobeTransform = null)
    {
        var count = (byte)components.Length;
        byte[] numbers = [.. Enumerable.Range(1, count).Select(i => (byte)i)];
        return
        [
            0xFF, 0xD8,
            .. adobeTransform is { } transform ? (byte[])[0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform] : [],
            0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)8, 64), // the mean's coefficient is 8 (value - 128); divided by 8
            0xFF, 0xC0, 0, (byte)(8 + (3 * count)), 8, 0, 8, 0, 8, count, .. numbers.SelectMany(number => new byte[] { number, 0x11, 0 }),
            0xFF, 0xC4, 0, 28, 0x00, 0, 0, 0, 9, .. new byte[12], 0, 1, 2, 3, 4, 5, 6, 7, 8, // a difference's number of bits, in four bits each
            0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0, // no other coefficient: one bit 0
            0xFF, 0xDA, 0, (byte)(6 + (2 * count)), count, .. numbers.SelectMany(number => new byte[] { number, 0 }), 0, 63, 0,
            .. Packed(string.Concat(components.Select(component => Coefficient(component - 128)))),
            0xFF, 0xD9,
        ];

        static string Coefficient(int value)
        {
            var bits = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)Math.Abs(value));
            var digits = (value >= 0 ? value : value + (1 << bits) - 1).ToString($"B{bits}");
            return $"{bits:B4}{(bits == 0 ? "" : digits)}0";
        }

        // Filled up with ones; a byte of ones is followed by a zero.
        static IEnumerable<byte> Packed(string bits) => bits.PadRight((bits.Length + 7) / 8 * 8, '1')
            .Chunk(8)
            .Select(eight => Convert.ToByte(new string(eight), 2))
            .SelectMany(value => value == 0xFF ? new byte[] { value, 0 } : [value]);
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content)
    {
        byte[] named = [.. type, .. content];
        return [.. BigEndian((uint)content.Length), .. named, .. BigEndian(Crc(named))];
    }

    private static byte[] BigEndian(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

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
