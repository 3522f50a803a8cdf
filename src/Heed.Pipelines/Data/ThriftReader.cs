namespace Heed.Pipelines.Data;

/// <summary>
/// Walks over a struct in Thrift's compact protocol, in which Parquet writes its footer and its page headers, and says whether it
/// has the layout it should and lies within its bytes. A library that trusts types and counts can be kept busy for hours by a
/// few wrong bytes. Source: apache/thrift, doc/specs/thrift-compact-protocol.md.
/// </summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>The bytes that have been walked over.</summary>
    public int Position { get; private set; }

    /// <summary>The integers of the struct and of the structs that are its fields, by the number of that field (0 for the struct itself) and their own.</summary>
    public Dictionary<(int Parent, int Field), long> Integers { get; } = [];

    /// <exception cref="EndOfStreamException">The struct goes on after the last byte.</exception>
    /// <exception cref="InvalidDataException">The struct is another.</exception>
    public void Struct(ThriftLayout layout, int parent = 0, int depth = 0)
    {
        if (depth > MaxDepth)
        {
            throw new InvalidDataException("its description is nested too deeply");
        }

        var field = 0;
        while (Byte() is not 0 and var header)
        {
            field = header >> 4 is > 0 and var delta ? field + delta : (short)Zigzag(Varint());
            var type = header & 15;
            var known = layout[field];
            if (known is not null && known.Type != (type == ThriftLayout.False ? ThriftLayout.True : type))
            {
                throw new InvalidDataException($"its description has a value of type {type} where one of type {known.Type} belongs");
            }

            if (type is >= ThriftLayout.Int8 and <= ThriftLayout.Int64)
            {
                var value = type == ThriftLayout.Int8 ? (sbyte)Byte() : Zigzag(Varint());
                if (depth <= 1)
                {
                    Integers[(parent, field)] = value;
                }
            }
            else if (type is not (ThriftLayout.True or ThriftLayout.False))
            {
                // A boolean field has its value in the type.
                Value(type, known, field, depth);
            }
        }
    }

    private void Value(int type, ThriftLayout.Field? known, int field, int depth)
    {
        switch (type)
        {
            case ThriftLayout.Int8:
                Skip(1);
                break;
            case ThriftLayout.Int16 or ThriftLayout.Int32 or ThriftLayout.Int64:
                Varint();
                break;
            case ThriftLayout.Double:
                Skip(8);
                break;
            case ThriftLayout.Binary:
                Skip(Varint());
                break;
            case ThriftLayout.List or ThriftLayout.Set:
                var list = Byte();
                if (known is not null && known.Element != (list & 15))
                {
                    throw new InvalidDataException($"its description has a list of type {list & 15} where one of type {known.Element} belongs");
                }

                Values(list >> 4 is < 15 and var size ? (ulong)size : Varint(), known, depth, list & 15);
                break;
            case ThriftLayout.Map:
                if (Varint() is > 0 and var pairs)
                {
                    var types = Byte();
                    Values(pairs, null, depth, types >> 4, types & 15);
                }

                break;
            case ThriftLayout.Struct:
                Struct(known?.Layout ?? ThriftLayout.Unknown, field, depth + 1);
                break;
            case ThriftLayout.Uuid:
                Skip(16);
                break;
            default:
                // Among them booleans as elements: the format has no such list, and readers disagree on its form.
                throw new InvalidDataException($"its description has a value of type {type}");
        }
    }

    private void Values(ulong count, ThriftLayout.Field? known, int depth, params ReadOnlySpan<int> types)
    {
        // Every value takes a byte at least.
        if (count > (ulong)(bytes.Length - Position))
        {
            throw new EndOfStreamException("its description is cut off");
        }

        for (var index = 0UL; index < count; index++)
        {
            foreach (var type in types)
            {
                // A level deeper than a field, so that the integers of elements are not taken for those of a field.
                Value(type, known, field: 0, depth + 1);
            }
        }
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
            {
                return value;
            }
        }

        throw new InvalidDataException("its description has an integer of more than 64 bits");
    }

    private static long Zigzag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private byte Byte()
    {
        if (Position >= bytes.Length)
        {
            throw new EndOfStreamException("its description is cut off");
        }

        return bytes[Position++];
    }

    private void Skip(ulong count)
    {
        if (count > (ulong)(bytes.Length - Position))
        {
            throw new EndOfStreamException("its description is cut off");
        }

        Position += (int)count;
    }
}
