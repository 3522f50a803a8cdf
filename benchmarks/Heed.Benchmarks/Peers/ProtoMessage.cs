using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Heed.Benchmarks.Peers;

/// <summary>A protobuf message under construction: fields by their number, in the order they are given.</summary>
internal sealed class ProtoMessage
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;
    private readonly ArrayBufferWriter<byte> bytes = new();

    public ProtoMessage Add(int field, long value)
    {
        WriteVarint((ulong)((field << 3) | Varint));
        WriteVarint((ulong)value);
        return this;
    }

    public ProtoMessage Add(int field, float value)
    {
        WriteVarint((ulong)((field << 3) | Fixed32));
        BinaryPrimitives.WriteSingleLittleEndian(bytes.GetSpan(sizeof(float)), value);
        bytes.Advance(sizeof(float));
        return this;
    }

    public ProtoMessage Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    public ProtoMessage Add(int field, ProtoMessage value) => Add(field, value.bytes.WrittenSpan);

    public ProtoMessage Add(int field, ReadOnlySpan<byte> value)
    {
        WriteVarint((ulong)((field << 3) | LengthDelimited));
        WriteVarint((ulong)value.Length);
        bytes.Write(value);
        return this;
    }

    public byte[] ToArray() => bytes.WrittenSpan.ToArray();

    // Seven bits a byte, the lowest first; the eighth says that more follow.
    private void WriteVarint(ulong value)
    {
        var span = bytes.GetSpan(10);
        var count = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[count++] = (byte)(value | 0x80);
        }

        span[count++] = (byte)value;
        bytes.Advance(count);
    }
}
