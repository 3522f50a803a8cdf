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

    /// <summary>A PNG of 16-bit grey pixels.</summary>
    public static byte[] Grey16(int width, int height, ushort[] pixels)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var row = 0; row < height; row++)
            {
                zlib.WriteByte(0);
                foreach (var pixel in pixels.AsSpan(row * width, width))
                {
                    zlib.Write([(byte)(pixel >> 8), (byte)pixel]);
                }
            }
        }

        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n',
            .. Chunk("IHDR"u8, [.. BigEndian((uint)width), .. BigEndian((uint)height), 16, 0, 0, 0, 0]),
            .. Chunk("IDAT"u8, packed.ToArray()),
            .. Chunk("IEND"u8, []),
        ];
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
