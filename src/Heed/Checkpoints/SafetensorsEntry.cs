namespace Heed.Checkpoints;

/// <summary>What a safetensors file says of one tensor.</summary>
public sealed class SafetensorsEntry
{
    private readonly int[] shape;

    internal SafetensorsEntry(string name, string dtype, int[] shape, long begin, long end)
    {
        Name = name;
        Dtype = dtype;
        this.shape = shape;
        Begin = begin;
        End = end;
        Length = shape.Aggregate(1L, (product, axis) => product * axis);
    }

    public string Name { get; }

    /// <summary>The element type as the format spells it: F32, F16, BF16, F64, I64, I32, U8, BOOL, ...</summary>
    public string Dtype { get; }

    /// <summary>Length of each axis; empty for a scalar.</summary>
    public ReadOnlySpan<int> Shape => shape;

    /// <summary>Number of values: the product of the shape.</summary>
    public long Length { get; }

    /// <summary>Where the values lie, in bytes from the end of the header.</summary>
    internal long Begin { get; }

    internal long End { get; }

    public override string ToString() => $"{Name}: {Dtype} [{string.Join(", ", shape)}]";

    /// <summary>Bytes a value, or null for a type this reader does not know.</summary>
    internal static int? SizeOf(string dtype) => dtype switch
    {
        "BOOL" or "U8" or "I8" or "F8_E4M3" or "F8_E5M2" => 1,
        "U16" or "I16" or "F16" or "BF16" => 2,
        "U32" or "I32" or "F32" => 4,
        "U64" or "I64" or "F64" => 8,
        _ => null,
    };
}
