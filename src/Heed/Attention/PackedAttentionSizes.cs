using Heed.Kernels;

namespace Heed.Attention;

/// <summary>
/// The sizes of attention over packed sequences, [tokens, heads, dim]: sequence s is the rows [offsets_s, offsets_s+1).
/// </summary>
public readonly ref struct PackedAttentionSizes
{
    public PackedAttentionSizes()
    {
    }

    /// <summary>Number of query heads.</summary>
    public required int NumHeads { get; init; }

    /// <summary>Number of key/value heads, which divides NumHeads (Ainslie et al. 2023); null for NumHeads.</summary>
    public int? NumKeyValueHeads { get; init; }

    /// <summary>Width of a head's queries and keys.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Width of a head's values; null for HeadDim.</summary>
    public int? ValueDim { get; init; }

    /// <summary>[count + 1], rising from 0.</summary>
    public required ReadOnlySpan<int> QueryOffsets { get; init; }

    /// <summary>[count + 1], rising from 0; empty for the offsets of the queries.</summary>
    public ReadOnlySpan<int> KeyOffsets { get; init; }

    /// <summary>Length of what a forward keeps for its backward.</summary>
    public int StatisticsLength => QueryOffsets.IsEmpty ? 0 : checked(2 * NumHeads * QueryOffsets[^1]);

    internal AttentionShape Shape()
    {
        var (keyValueHeads, valueDim) = (NumKeyValueHeads ?? NumHeads, ValueDim ?? HeadDim);
        return new AttentionShape
        {
            NumHeads = NumHeads,
            NumKeyValueHeads = keyValueHeads,
            HeadDim = HeadDim,
            ValueDim = valueDim,
            QueryOffsets = QueryOffsets,
            KeyOffsets = KeyOffsets.IsEmpty ? QueryOffsets : KeyOffsets,
            Query = AttentionLayout.Tokens(NumHeads, HeadDim),
            Key = AttentionLayout.Tokens(keyValueHeads, HeadDim),
            Value = AttentionLayout.Tokens(keyValueHeads, valueDim),
            Output = AttentionLayout.Tokens(NumHeads, valueDim),
            Scale = 1 / MathF.Sqrt(HeadDim),
        };
    }
}
