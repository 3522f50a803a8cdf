using System.Buffers.Binary;
using System.Text;

namespace Heed.Benchmarks.Peers;

/// <summary>
/// A protobuf message under construction: fields by their number, in the order they are given. Long values are kept as they came
/// until the whole is written: a model's weights are copied once.
/// </summary>
internal sealed class ProtoMessage
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;
    private readonly List<Array> parts = [];
    private long length;

    public ProtoMessage Add(int field, long value) => Append(Tag(field, Varint)).Append(Number((ulong)value));

    public ProtoMessage Add(int field, float value)
    {
        var bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return Append(Tag(field, Fixed32)).Append(bytes);
    }

    public ProtoMessage Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    public ProtoMessage Add(int field, ProtoMessage value)
    {
        Append(Tag(field, LengthDelimited)).Append(Number((ulong)value.length));
        parts.AddRange(value.parts);
        length += value.length;
        return this;
    }

    /// <param name="field">The number.</param>
    /// <param name="values">Bytes, or numbers whose bytes are meant. They must not change before <see cref="ToArray"/>.</param>
    public ProtoMessage Add(int field, Array values) =>
        Append(Tag(field, LengthDelimited)).Append(Number((ulong)Buffer.ByteLength(values))).Append(values);

    public byte[] ToArray()
    {
        var bytes = new byte[length];
        var place = 0;
        foreach (var part in parts)
        {
            Buffer.BlockCopy(part, 0, bytes, place, Buffer.ByteLength(part));
            place += Buffer.ByteLength(part);
        }

        return bytes;
    }

    private static byte[] Tag(int field, int wireType) => Number((ulong)((field << 3) | wireType));

    // Seven bits a byte, the lowest first; the eighth says that more follow.
    private static byte[] Number(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var count = 0;
        for (; value >= 0x80; value >>= 7)
        {
            bytes[count++] = (byte)(value | 0x80);
        }

        bytes[count++] = (byte)value;
        return bytes[..count].ToArray();
    }

    private ProtoMessage Append(Array part)
    {
        parts.Add(part);
        length += Buffer.ByteLength(part);
        return this;
    }
}
