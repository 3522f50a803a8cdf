namespace Heed.Kernels;

/// <summary>
/// What an attention over packed sequences is: its axes, who may see whom, and what happens to the scores. Rows are tokens; the
/// sequences lie behind one another, and head h of a row starts at column h * headDim (h * valueDim for values and output).
/// </summary>
/// <remarks>
/// A query i of a sequence sees key j if j is visible, j - i - (keyLen - queryLen) is in [-WindowLeft, WindowRight], and its bias
/// is not -inf. Causal is WindowRight = 0: the last query sees all keys. Aligned top-left, j - i is in that range instead.
/// </remarks>
public readonly ref struct AttentionShape
{
    public AttentionShape()
    {
    }

    public required int NumHeads { get; init; }

    /// <summary>Divides <see cref="NumHeads"/>: each key/value head serves NumHeads / NumKeyValueHeads neighbouring query heads.</summary>
    public required int NumKeyValueHeads { get; init; }

    public required int HeadDim { get; init; }

    public required int ValueDim { get; init; }

    /// <summary>[count + 1]: sequence s has the query rows [offsets_s, offsets_s+1).</summary>
    public required ReadOnlySpan<int> QueryOffsets { get; init; }

    /// <summary>[count + 1]: sequence s has the key and value rows [offsets_s, offsets_s+1).</summary>
    public required ReadOnlySpan<int> KeyOffsets { get; init; }

    /// <summary>Floats from one row to the next of the queries and their gradient.</summary>
    public required int QueryStride { get; init; }

    /// <summary>Floats from one row to the next of the keys and their gradient.</summary>
    public required int KeyStride { get; init; }

    /// <summary>Floats from one row to the next of the values and their gradient.</summary>
    public required int ValueStride { get; init; }

    /// <summary>Floats from one row to the next of the output and its gradient.</summary>
    public required int OutputStride { get; init; }

    /// <summary>Multiplies the scores; 1 / sqrt(headDim) as a rule.</summary>
    public required float Scale { get; init; }

    /// <summary>How many keys to the left of its own place a query sees; -1 for all.</summary>
    public int WindowLeft { get; init; } = -1;

    /// <summary>How many keys to the right of its own place a query sees; -1 for all, 0 is causal.</summary>
    public int WindowRight { get; init; } = -1;

    /// <summary>Whether the place of query i is key i, and not key i + keyLen - queryLen.</summary>
    public bool AlignsTopLeft { get; init; }

    /// <summary>[key tokens], true where a key may be seen; empty: all of them.</summary>
    public ReadOnlySpan<bool> KeyVisible { get; init; }

    /// <summary>Added to the scaled scores; empty: nothing. Element (s, h, i, j) is at the sum of the strides, j being next to j + 1.</summary>
    public ReadOnlySpan<float> Bias { get; init; }

    /// <summary>Floats from one sequence's bias to the next; 0 to share it.</summary>
    public int BiasSequenceStride { get; init; }

    /// <summary>Floats from one head's bias to the next; 0 to share it.</summary>
    public int BiasHeadStride { get; init; }

    /// <summary>Floats from one query's bias to the next; 0 to share it.</summary>
    public int BiasRowStride { get; init; }

    /// <summary>The share of the weights that is dropped, in [0, 1).</summary>
    public float DropoutRate { get; init; }

    /// <summary>Names the dropout mask.</summary>
    public ulong DropoutKey { get; init; }

    public int Sequences => QueryOffsets.Length - 1;

    public int QueryTokens => QueryOffsets[^1];

    public int KeyTokens => KeyOffsets[^1];
}
