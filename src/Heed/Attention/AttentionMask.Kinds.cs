namespace Heed.Attention;

/// <content>The kinds of masks.</content>
public sealed partial class AttentionMask
{
    /// <summary>Everybody sees everybody of the same sequence.</summary>
    public static AttentionMask None { get; } = new();

    /// <summary>
    /// A query sees its own place and all before it. Bottom-right aligned: with more keys than queries the last query sees all
    /// keys, so that a cache is just more keys.
    /// </summary>
    public static AttentionMask Causal { get; } = new(windowRight: 0);

    /// <summary>
    /// Query i sees the keys 0 to i: as <see cref="Causal"/> where there are as many keys as queries, and otherwise what
    /// <c>is_causal</c> of PyTorch's scaled_dot_product_attention means, where the first query sees the first key only.
    /// </summary>
    public static AttentionMask CausalTopLeft { get; } = new(windowRight: 0, alignsTopLeft: true);

    /// <summary>A query sees at most <paramref name="left"/> keys before and <paramref name="right"/> after its own place; -1 for all.</summary>
    public static AttentionMask SlidingWindow(int left, int right)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(left, -1);
        ArgumentOutOfRangeException.ThrowIfLessThan(right, -1);
        return new AttentionMask(left, right);
    }

    /// <summary>
    /// Every query sees the first <paramref name="length"/> keys, and from there on those up to its own place: a prompt is read in
    /// both directions and continued in one (Raffel et al. 2020, section 3.2.1). 0 is <see cref="Causal"/>.
    /// </summary>
    /// <param name="length">Keys of the prefix, in every sequence.</param>
    public static AttentionMask Prefix(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return new AttentionMask(prefix: new AttentionPrefix([length], isShared: true));
    }

    /// <summary>As <see cref="Prefix(int)"/>, of a length for each sequence.</summary>
    public static AttentionMask Prefix(ReadOnlySpan<int> lengths)
    {
        foreach (var length in lengths)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(lengths));
        }

        return new AttentionMask(prefix: new AttentionPrefix(lengths.ToArray(), isShared: false));
    }

    /// <summary>A row sees the rows of its own segment: texts that were put into one sequence do not see one another.</summary>
    /// <param name="ids">One number for each row of the packed batch; the same number, the same segment.</param>
    public static AttentionMask Segments(params ReadOnlySpan<int> ids)
    {
        var rows = ids.ToArray();
        return new AttentionMask(segments: new AttentionSegments(rows, rows));
    }

    /// <summary>As <see cref="Segments(ReadOnlySpan{int})"/>, where keys are rows of their own, as in cross-attention.</summary>
    /// <param name="queryIds">One number for each row of the queries.</param>
    /// <param name="keyIds">One number for each row of the keys.</param>
    public static AttentionMask Segments(ReadOnlySpan<int> queryIds, ReadOnlySpan<int> keyIds) =>
        new(segments: new AttentionSegments(queryIds.ToArray(), keyIds.ToArray()));

    /// <summary>Keys that nobody sees, such as the pads of a padded batch: one boolean a row of the keys, true = visible.</summary>
    public static AttentionMask Keys(params bool[] visible) => new(visibleKeys: visible);

    /// <summary>A padded batch: of sequence i only the first lengths[i] of <paramref name="seqLen"/> rows are visible.</summary>
    public static AttentionMask Padding(ReadOnlySpan<int> lengths, int seqLen)
    {
        var visible = new bool[checked(lengths.Length * seqLen)];
        for (var i = 0; i < lengths.Length; i++)
        {
            visible.AsSpan(i * seqLen, lengths[i]).Fill(true);
        }

        return Keys(visible);
    }

    /// <summary>Any pattern, the same for all sequences and heads.</summary>
    /// <param name="visible">[queryLen, keyLen], true = the query may see the key.</param>
    public static AttentionMask From(bool[,] visible) => From([.. visible.Cast<bool>()], 1, 1, visible.GetLength(0), visible.GetLength(1));

    /// <summary>Any pattern, kept as the booleans that it is.</summary>
    /// <param name="visible">[batch, numHeads, queryLen, keyLen], row-major, true = the query may see the key.</param>
    /// <param name="batch">Number of sequences, or 1 to share it among all.</param>
    /// <param name="numHeads">Number of query heads, or 1 to share it among all.</param>
    /// <param name="queryLen">Length of the longest sequence of queries, or more.</param>
    /// <param name="keyLen">Length of the longest sequence of keys, or more.</param>
    /// <exception cref="ArgumentException">The number of booleans is another.</exception>
    public static AttentionMask From(ReadOnlySpan<bool> visible, int batch, int numHeads, int queryLen, int keyLen) =>
        new(map: new AttentionMap(visible, batch, numHeads, queryLen, keyLen));

    /// <summary>Numbers added to the scaled scores; -inf hides. Those that are learned are <see cref="AttentionScores.Bias"/>.</summary>
    /// <param name="scores">[batch, numHeads, queryLen, keyLen], row-major.</param>
    /// <param name="batch">Number of sequences, or 1 to share them among all.</param>
    /// <param name="numHeads">Number of query heads, or 1 to share them among all.</param>
    /// <param name="queryLen">Length of the longest sequence of queries, or more.</param>
    /// <param name="keyLen">Length of the longest sequence of keys, or more.</param>
    /// <exception cref="ArgumentException">The number of scores is another, or one of them is NaN or +inf.</exception>
    public static AttentionMask Additive(ReadOnlySpan<float> scores, int batch, int numHeads, int queryLen, int keyLen) =>
        new(bias: new AttentionBias(scores, batch, numHeads, queryLen, keyLen));
}
