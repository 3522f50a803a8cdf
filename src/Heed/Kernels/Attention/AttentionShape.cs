namespace Heed.Kernels;

/// <summary>
/// What is to be computed, beside queries, keys and values. The score of query i and key j is
/// s_ij = cap(scale q_i k_j) + bias_ij + relative_(place_i - j) - slope |place_i - j|, cap(x) = softCap tanh(x / softCap),
/// place_i = i + keyLen - queryLen: the last query stands at the last key. The weights are the softmax of the scores of the keys
/// that the query sees and, if there is one, of the sink, which takes a share and gives nothing.
/// </summary>
/// <remarks>A query sees a key if every part of the mask says so: window, prefix, segments, KeyVisible, Visible; and bias is not -inf.</remarks>
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

    /// <summary>[count + 1], rising from 0: sequence s has offsets_s+1 - offsets_s queries.</summary>
    public required ReadOnlySpan<int> QueryOffsets { get; init; }

    /// <summary>[count + 1], rising from 0: sequence s has offsets_s+1 - offsets_s keys.</summary>
    public required ReadOnlySpan<int> KeyOffsets { get; init; }

    /// <summary>Where the queries and their gradient lie.</summary>
    public required AttentionLayout Query { get; init; }

    /// <summary>Where the keys and their gradient lie. With pages, a sequence is a page.</summary>
    public required AttentionLayout Key { get; init; }

    /// <summary>Where the values and their gradient lie. With pages, a sequence is a page.</summary>
    public required AttentionLayout Value { get; init; }

    /// <summary>Where the output and its gradient lie.</summary>
    public required AttentionLayout Output { get; init; }

    /// <summary>Factor of the products; 1 / sqrt(headDim) as a rule.</summary>
    public required float Scale { get; init; }

    /// <summary>[count, pagesPerSequence]: key j of sequence s is row j % PageSize of page PageTable[s, j / PageSize]; empty: no pages.</summary>
    public ReadOnlySpan<int> PageTable { get; init; }

    /// <summary>Keys of a page.</summary>
    public int PageSize { get; init; }

    /// <summary>How many keys to the left of its own place a query sees; -1 for all.</summary>
    public int WindowLeft { get; init; } = -1;

    /// <summary>How many keys to the right of its own place a query sees; -1 for all, 0 is causal.</summary>
    public int WindowRight { get; init; } = -1;

    /// <summary>Whether the place of query i is key i, and not key i + keyLen - queryLen.</summary>
    public bool AlignsTopLeft { get; init; }

    /// <summary>[count]: a query sees the first so many keys, and from there on only those up to its own place; empty: no such rule.</summary>
    public ReadOnlySpan<int> PrefixLengths { get; init; }

    /// <summary>[query tokens]: a query sees the keys of its own segment; empty: no segments.</summary>
    public ReadOnlySpan<int> QuerySegments { get; init; }

    /// <summary>[key tokens].</summary>
    public ReadOnlySpan<int> KeySegments { get; init; }

    /// <summary>[key tokens], true where a key may be seen; empty: all of them.</summary>
    public ReadOnlySpan<bool> KeyVisible { get; init; }

    /// <summary>True where a query may see a key; empty: everywhere. Element (s, h, i, j) is at the sum of the strides, j next to j + 1.</summary>
    public ReadOnlySpan<bool> Visible { get; init; }

    public AttentionMapStrides VisibleStrides { get; init; }

    /// <summary>Added to the scores; empty: nothing. Element (s, h, i, j) is at the sum of the strides, j next to j + 1.</summary>
    public ReadOnlySpan<float> Bias { get; init; }

    public AttentionMapStrides BiasStrides { get; init; }

    /// <summary>
    /// Added to the scores by distance alone: [numHeads or 1, width], place_i - j = d at column RelativeOrigin + d; empty: nothing.
    /// </summary>
    public ReadOnlySpan<float> RelativeBias { get; init; }

    /// <summary>The column of distance 0; at least queryLen - 1, and width - RelativeOrigin at least keyLen, of the longest sequences.</summary>
    public int RelativeOrigin { get; init; }

    /// <summary>From one head's row of RelativeBias to the next; 0 to share it.</summary>
    public int RelativeHeadStride { get; init; }

    /// <summary>[numHeads]: slope |place_i - j| is taken off the scores (Press et al. 2022); empty: nothing.</summary>
    public ReadOnlySpan<float> AlibiSlopes { get; init; }

    /// <summary>The products are squeezed into (-softCap, softCap); 0: they are not (Bello et al. 2017, as in Gemma 2).</summary>
    public float SoftCap { get; init; }

    /// <summary>[numHeads]: the score of a key that is not there, which takes e^sink of the sum; empty: none.</summary>
    public ReadOnlySpan<float> Sinks { get; init; }

    /// <summary>The share of the weights that is dropped, in [0, 1).</summary>
    public float DropoutRate { get; init; }

    /// <summary>Names the dropout mask.</summary>
    public ulong DropoutKey { get; init; }

    public int Sequences => QueryOffsets.Length - 1;

    public int QueryTokens => QueryOffsets[^1];

    public int KeyTokens => KeyOffsets[^1];

    /// <summary>Length of what the forward keeps for the backward: of each head and query the shift of its scores, then the sum.</summary>
    public int StatisticsLength => checked(2 * NumHeads * QueryTokens);

    internal int LongestQuery => Longest(QueryOffsets);

    internal int LongestKey => Longest(KeyOffsets);

    private static int Longest(ReadOnlySpan<int> offsets)
    {
        var longest = 0;
        for (var s = 0; s + 1 < offsets.Length; s++)
        {
            longest = Math.Max(longest, offsets[s + 1] - offsets[s]);
        }

        return longest;
    }
}
