namespace Heed.Attention;

/// <summary>
/// Who may attend to whom, as a description: no array of queryLen x keyLen is made. Masks compose with <c>&amp;</c>: a key is
/// visible if every part of the mask says so. A query that may see nothing gets zeros and zero weights.
/// </summary>
public sealed class AttentionMask
{
    private readonly bool[]? visibleKeys;

    private AttentionMask(int windowLeft, int windowRight, bool[]? visibleKeys)
    {
        WindowLeft = windowLeft;
        WindowRight = windowRight;
        this.visibleKeys = visibleKeys;
    }

    /// <summary>Everybody sees everybody of the same sequence.</summary>
    public static AttentionMask None { get; } = new(-1, -1, null);

    /// <summary>
    /// A query sees its own place and all before it. Bottom-right aligned: with more keys than queries the last query sees all
    /// keys, so that a cache is just more keys.
    /// </summary>
    public static AttentionMask Causal { get; } = new(-1, 0, null);

    /// <summary>How many keys before its own place a query sees; -1 for all.</summary>
    public int WindowLeft { get; }

    /// <summary>How many keys after its own place a query sees; -1 for all.</summary>
    public int WindowRight { get; }

    /// <summary>For each row of the packed keys whether anybody may see it; empty if all are visible.</summary>
    public ReadOnlySpan<bool> VisibleKeys => visibleKeys;

    /// <summary>A query sees at most <paramref name="left"/> keys before and <paramref name="right"/> after its own place; -1 for all.</summary>
    public static AttentionMask SlidingWindow(int left, int right)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(left, -1);
        ArgumentOutOfRangeException.ThrowIfLessThan(right, -1);
        return new AttentionMask(left, right, null);
    }

    /// <summary>Keys that nobody sees, such as the pads of a padded batch: one boolean a row of the keys, true = visible.</summary>
    public static AttentionMask Keys(params bool[] visible) => new(-1, -1, visible);

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

    /// <summary>Visible where both say so.</summary>
    /// <exception cref="ArgumentException">Both name keys, of different numbers.</exception>
    public static AttentionMask operator &(AttentionMask a, AttentionMask b)
    {
        return new AttentionMask(Narrower(a.WindowLeft, b.WindowLeft), Narrower(a.WindowRight, b.WindowRight), Both(a.visibleKeys, b.visibleKeys));

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
