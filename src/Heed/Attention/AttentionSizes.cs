using Heed.Kernels;

namespace Heed.Attention;

/// <summary>The sizes of attention over [batch, heads, length, dim].</summary>
public readonly record struct AttentionSizes
{
    public required int Batch { get; init; }

    /// <summary>Number of query heads.</summary>
    public required int NumHeads { get; init; }

    /// <summary>Number of key/value heads, which divides NumHeads (Ainslie et al. 2023); null for NumHeads.</summary>
    public int? NumKeyValueHeads { get; init; }

    public required int QueryLen { get; init; }

    public required int KeyLen { get; init; }

    /// <summary>Width of a head's queries and keys.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Width of a head's values; null for HeadDim.</summary>
    public int? ValueDim { get; init; }

    /// <summary>Length of what a forward keeps for its backward.</summary>
    public int StatisticsLength => checked(2 * Batch * NumHeads * QueryLen);

    internal int KeyValueHeads => NumKeyValueHeads ?? NumHeads;

    internal int ValueWidth => ValueDim ?? HeadDim;

    /// <summary>The shape of rows that lie as the layouts say.</summary>
    internal AttentionShape Shape(
        in UniformOffsets offsets, AttentionLayout query, AttentionLayout key, AttentionLayout value, AttentionLayout output) => new()
        {
            NumHeads = NumHeads,
            NumKeyValueHeads = KeyValueHeads,
            HeadDim = HeadDim,
            ValueDim = ValueWidth,
            QueryOffsets = offsets.Queries,
            KeyOffsets = offsets.Keys,
            Query = query,
            Key = key,
            Value = value,
            Output = output,
            Scale = 1 / MathF.Sqrt(HeadDim),
        };

    /// <summary>The shape of rows that lie densely.</summary>
    internal AttentionShape Shape(in UniformOffsets offsets) => Shape(
        offsets,
        AttentionLayout.Heads(NumHeads, QueryLen, HeadDim),
        AttentionLayout.Heads(KeyValueHeads, KeyLen, HeadDim),
        AttentionLayout.Heads(KeyValueHeads, KeyLen, ValueWidth),
        AttentionLayout.Heads(NumHeads, QueryLen, ValueWidth));

    /// <exception cref="ArgumentException">A size is negative, or the heads do not divide.</exception>
    internal void Check()
    {
        if (Batch < 0 || QueryLen < 0 || KeyLen < 0 || NumHeads < 1 || KeyValueHeads < 1 || HeadDim < 1 || ValueWidth < 1)
        {
            throw new ArgumentException($"Attention: sizes are not negative, and heads and widths not zero, as they are in {this}.");
        }

        if (NumHeads % KeyValueHeads != 0)
        {
            throw new ArgumentException($"Attention: {KeyValueHeads} key/value heads do not divide {NumHeads} query heads.");
        }
    }
}
