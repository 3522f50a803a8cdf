namespace Heed.Attention;

/// <summary>
/// Who may attend to whom, as a description: no array of queryLen x keyLen is made unless the user brings one. Masks compose
/// with <c>&amp;</c>: a key is visible if every part of the mask says so, and what the parts add to the scores adds up. A query
/// that may see nothing gets zeros and zero weights.
/// </summary>
public sealed class AttentionMask
{
    private readonly bool[]? visibleKeys;

    private AttentionMask(int windowLeft = -1, int windowRight = -1, bool alignsTopLeft = false, bool[]? visibleKeys = null, AttentionBias? bias = null)
    {
        WindowLeft = windowLeft;
        WindowRight = windowRight;
        AlignsTopLeft = alignsTopLeft;
        this.visibleKeys = visibleKeys;
        Bias = bias;
    }

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

    /// <summary>How many keys before its own place a query sees; -1 for all.</summary>
    public int WindowLeft { get; }

    /// <summary>How many keys after its own place a query sees; -1 for all.</summary>
    public int WindowRight { get; }

    /// <summary>Whether query i stands at key i, and not at key i + keyLen - queryLen.</summary>
    public bool AlignsTopLeft { get; }

    /// <summary>For each row of the packed keys whether anybody may see it; empty if all are visible.</summary>
    public ReadOnlySpan<bool> VisibleKeys => visibleKeys;

    /// <summary>What is added to the scaled scores, if anything.</summary>
    public AttentionBias? Bias { get; }

    private bool HasWindow => WindowLeft >= 0 || WindowRight >= 0;

    /// <summary>A query sees at most <paramref name="left"/> keys before and <paramref name="right"/> after its own place; -1 for all.</summary>
    public static AttentionMask SlidingWindow(int left, int right)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(left, -1);
        ArgumentOutOfRangeException.ThrowIfLessThan(right, -1);
        return new AttentionMask(left, right);
    }

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

    /// <summary>Any pattern.</summary>
    /// <param name="visible">[batch, numHeads, queryLen, keyLen], row-major, true = the query may see the key.</param>
    /// <param name="batch">Number of sequences, or 1 to share it among all.</param>
    /// <param name="numHeads">Number of query heads, or 1 to share it among all.</param>
    /// <param name="queryLen">Length of the longest sequence of queries, or more.</param>
    /// <param name="keyLen">Length of the longest sequence of keys, or more.</param>
    /// <exception cref="ArgumentException">The number of booleans is another.</exception>
    public static AttentionMask From(ReadOnlySpan<bool> visible, int batch, int numHeads, int queryLen, int keyLen)
    {
        var scores = new float[visible.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = visible[i] ? 0 : float.NegativeInfinity;
        }

        return Additive(scores, batch, numHeads, queryLen, keyLen);
    }

    /// <summary>Numbers added to the scaled scores, as relative position biases are; -inf hides.</summary>
    /// <param name="scores">[batch, numHeads, queryLen, keyLen], row-major.</param>
    /// <param name="batch">Number of sequences, or 1 to share them among all.</param>
    /// <param name="numHeads">Number of query heads, or 1 to share them among all.</param>
    /// <param name="queryLen">Length of the longest sequence of queries, or more.</param>
    /// <param name="keyLen">Length of the longest sequence of keys, or more.</param>
    /// <exception cref="ArgumentException">The number of scores is another, or one of them is NaN or +inf.</exception>
    public static AttentionMask Additive(ReadOnlySpan<float> scores, int batch, int numHeads, int queryLen, int keyLen) =>
        new(bias: new AttentionBias(scores, batch, numHeads, queryLen, keyLen));

    /// <summary>Visible where both say so.</summary>
    /// <exception cref="ArgumentException">Both name keys, or scores, of different shapes; or their windows start at different corners.</exception>
    public static AttentionMask operator &(AttentionMask a, AttentionMask b)
    {
        if (a.HasWindow && b.HasWindow && a.AlignsTopLeft != b.AlignsTopLeft)
        {
            throw new ArgumentException("A mask aligned top-left and one aligned bottom-right do not compose.");
        }

        return new AttentionMask(
            Narrower(a.WindowLeft, b.WindowLeft),
            Narrower(a.WindowRight, b.WindowRight),
            a.AlignsTopLeft || b.AlignsTopLeft,
            Both(a.visibleKeys, b.visibleKeys),
            a.Bias is null || b.Bias is null ? a.Bias ?? b.Bias : AttentionBias.Add(a.Bias, b.Bias));

        static int Narrower(int x, int y) => x < 0 ? y : y < 0 ? x : Math.Min(x, y);

        static bool[]? Both(bool[]? x, bool[]? y)
        {
            if (x is null || y is null)
            {
                return x ?? y;
            }

            return x.Length == y.Length
                ? [.. x.Zip(y, (first, second) => first && second)]
                : throw new ArgumentException($"Masks of {x.Length} and {y.Length} keys do not compose.");
        }
    }

    /// <summary>The same as <c>&amp;</c>.</summary>
    public static AttentionMask BitwiseAnd(AttentionMask left, AttentionMask right) => left & right;
}
