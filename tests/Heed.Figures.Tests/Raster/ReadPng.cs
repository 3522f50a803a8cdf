using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Heed.Figures.Tests.Raster;

/// <summary>A PNG file taken apart by a reader of its own: checks every length and checksum, and undoes the filters.</summary>
internal sealed class ReadPng
{
    public ReadPng(ReadOnlySpan<byte> file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8].ToArray());
        var packed = new MemoryStream();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file[at..]);
            var type = Encoding.ASCII.GetString(file.Slice(at + 4, 4));
            var content = file.Slice(at + 8, length);
            Assert.Equal(Crc(file.Slice(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + length)..]));
            Chunks.Add((type, content.ToArray()));
            if (type == "IDAT")
            {
                packed.Write(content);
            }

            at += 12 + length;
        }

        var header = Chunks[0].Content;
        (Width, Height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        Channels = header[9] == 6 ? 4 : 3;
        packed.Position = 0;
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        var rows = new MemoryStream();
        zlib.CopyTo(rows);
        Pixels = Unfilter(rows.ToArray());
    }

    public List<(string Type, byte[] Content)> Chunks { get; } = [];

    public int Width { get; }

    public int Height { get; }

    public int Channels { get; }

    public byte[] Pixels { get; }

    public byte[] this[int x, int y] => Pixels[(((y * Width) + x) * Channels)..(((y * Width) + x + 1) * Channels)];

    private byte[] Unfilter(byte[] rows)
    {
        var stride = Width * Channels;
        Assert.Equal((stride + 1) * Height, rows.Length);
        var pixels = new byte[stride * Height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (y, x) = (i / stride, i % stride);
            var a = x < Channels ? 0 : pixels[i - Channels];
            var b = y == 0 ? 0 : pixels[i - stride];
            var c = x < Channels || y == 0 ? 0 : pixels[i - stride - Channels];
            var p = a + b - c;
            var prediction = rows[y * (stride + 1)] switch
            {
                0 => 0,
                1 => a,
                2 => b,
                3 => (a + b) / 2,
                4 => new[] { a, b, c }.MinBy(value => Math.Abs(p - value)),
                var other => throw new InvalidDataException($"There is no filter {other}."),
            };
            pixels[i] = (byte)(rows[(y * (stride + 1)) + 1 + x] + prediction);
        }

        return pixels;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 * (crc & 1));
            }
        }

        return ~crc;
    }
}
