using System.Runtime.CompilerServices;

namespace Heed.Kernels;

/// <summary>Who sees whom, over pinned memory. A tile is some neighbouring queries and keys of one sequence.</summary>
internal readonly unsafe struct AttentionVisibility
{
    private readonly int* queryOffsets;
    private readonly int* keyOffsets;
    private readonly int* prefixLengths;
    private readonly int* querySegments;
    private readonly int* keySegments;
    private readonly bool* keyVisible;
    private readonly bool* visible;
    private readonly AttentionMapStrides visibleStrides;
    private readonly int windowLeft;
    private readonly int windowRight;
    private readonly bool alignsTopLeft;

    public AttentionVisibility(
        in AttentionShape shape, int* queryOffsets, int* keyOffsets, int* prefixLengths, int* querySegments, int* keySegments,
        bool* keyVisible, bool* visible)
    {
        this.queryOffsets = queryOffsets;
        this.keyOffsets = keyOffsets;
        this.prefixLengths = prefixLengths;
        this.querySegments = querySegments;
        this.keySegments = keySegments;
        this.keyVisible = keyVisible;
        this.visible = visible;
        visibleStrides = shape.VisibleStrides;
        windowLeft = shape.WindowLeft < 0 ? int.MaxValue : shape.WindowLeft;
        windowRight = shape.WindowRight < 0 ? int.MaxValue : shape.WindowRight;
        alignsTopLeft = shape.AlignsTopLeft;
    }

    /// <summary>Whether only windows and lengths hide keys, so that a query sees all keys of its <see cref="Span(int, int)"/>.</summary>
    public bool IsSpanAlone => keyVisible == null && visible == null && querySegments == null;

    public int QueryLength(int sequence) => queryOffsets[sequence + 1] - queryOffsets[sequence];

    public int KeyLength(int sequence) => keyOffsets[sequence + 1] - keyOffsets[sequence];

    /// <summary>The key that query i stands at.</summary>
    public int Place(int sequence, int i) => alignsTopLeft ? i : i + KeyLength(sequence) - QueryLength(sequence);

    /// <summary>The keys [First, End) that window, prefix and length leave to query i.</summary>
    public (int First, int End) Span(int sequence, int i)
    {
        var keyLen = KeyLength(sequence);
        long place = Place(sequence, i);
        var end = place + windowRight + 1;
        if (prefixLengths != null)
        {
            end = Math.Min(end, Math.Max(place + 1, prefixLengths[sequence]));
        }

        var first = (int)Math.Clamp(place - windowLeft, 0, keyLen);
        return (first, (int)Math.Clamp(end, first, keyLen));
    }

    /// <summary>The keys that any of the queries [i, i + count) may see lie in [First, End).</summary>
    public (int First, int End) Span(int sequence, int i, int count)
    {
        var (first, end) = (Span(sequence, i).First, Span(sequence, i + count - 1).End);
        if (keyVisible != null)
        {
            var keys = new ReadOnlySpan<bool>(keyVisible + keyOffsets[sequence] + first, Math.Max(end - first, 0));
            var leading = keys.IndexOf(true);
            (first, end) = leading < 0 ? (first, first) : (first + leading, first + keys.LastIndexOf(true) + 1);
        }

        return (first, Math.Max(first, end));
    }

    /// <summary>What there is to hide in a tile of the queries [i, i + count) and the keys [first, end).</summary>
    public TileView Examine(int sequence, int head, int i, int count, int first, int end)
    {
        var view = TileView.Full;
        if (Span(sequence, i + count - 1).First > first || Span(sequence, i).End < end)
        {
            view |= TileView.Window;
        }

        if (keyVisible != null)
        {
            view |= Of(new ReadOnlySpan<bool>(keyVisible + keyOffsets[sequence] + first, end - first), TileView.Keys);
        }

        if (querySegments != null)
        {
            var (lowQuery, highQuery) = Range(querySegments + queryOffsets[sequence] + i, count);
            var (lowKey, highKey) = Range(keySegments + keyOffsets[sequence] + first, end - first);
            view |= highQuery < lowKey || highKey < lowQuery ? TileView.Unseen
                : lowQuery == highQuery && lowKey == highKey ? TileView.Full : TileView.Segments;
        }

        if (visible != null)
        {
            bool none = true, all = true;
            for (var lane = 0; lane < count && (none || all); lane++)
            {
                var row = Of(new ReadOnlySpan<bool>(visible + visibleStrides.At(sequence, head, i + lane) + first, end - first), TileView.Map);
                none &= row == TileView.Unseen;
                all &= row == TileView.Full;
            }

            view |= none ? TileView.Unseen : all ? TileView.Full : TileView.Map;
        }

        return view;
    }

    /// <summary>scores[j - first, lane] = -inf where query i + lane may not see key j.</summary>
    /// <param name="view">What <see cref="Examine"/> found.</param>
    /// <param name="scores">Rows <paramref name="stride"/> apart.</param>
    public void Hide<TLanes>(TileView view, int sequence, int head, int i, int count, int first, int end, float* scores, int stride)
        where TLanes : struct, ILanes<TLanes>
    {
        if ((view & TileView.Window) != 0)
        {
            HideOutside<TLanes>(sequence, i, count, first, end, scores, stride);
        }

        if ((view & TileView.Keys) != 0)
        {
            var keys = keyVisible + keyOffsets[sequence];
            for (var j = first; j < end; j++)
            {
                if (!keys[j])
                {
                    new Span<float>(scores + ((long)(j - first) * stride), AttentionTile.Lanes).Fill(float.NegativeInfinity);
                }
            }
        }

        if ((view & (TileView.Segments | TileView.Map)) != 0)
        {
            for (var lane = 0; lane < count; lane++)
            {
                for (var j = first; j < end; j++)
                {
                    if (!IsInSegment(sequence, i + lane, j) || !IsOnMap(sequence, head, i + lane, j))
                    {
                        scores[((long)(j - first) * stride) + lane] = float.NegativeInfinity;
                    }
                }
            }
        }
    }

    /// <summary>Whether a row of keys or values that is hidden from some queries of a tile holds a number that is not finite.</summary>
    /// <param name="view">What <see cref="Examine"/> found.</param>
    /// <param name="rows">The row of key first.</param>
    public bool HidesUnusual(TileView view, int sequence, int i, int count, int first, int end, float* rows, int stride, int dim)
    {
        if (view == TileView.Full)
        {
            return false;
        }

        var (seenFrom, seenTo) = view == TileView.Window ? SeenByAll(sequence, i, count, first, end) : (0, 0);
        return !RowMath.AreFinite(rows, stride, seenFrom, dim)
            || !RowMath.AreFinite(rows + ((long)seenTo * stride), stride, end - first - seenTo, dim);
    }

    /// <summary>scores[j - first] = -inf where query i may not see key j; whether there was such a key.</summary>
    public bool HideInRow(int sequence, int head, int i, int first, int end, float* scores)
    {
        var (from, to) = Span(sequence, i);
        (from, to) = (Math.Clamp(from, first, end), Math.Clamp(to, first, end));
        var hides = from > first || to < end;
        if (hides)
        {
            new Span<float>(scores, from - first).Fill(float.NegativeInfinity);
            new Span<float>(scores + (to - first), end - to).Fill(float.NegativeInfinity);
        }

        for (var j = IsSpanAlone ? to : from; j < to; j++)
        {
            if ((keyVisible != null && !keyVisible[keyOffsets[sequence] + j]) || !IsInSegment(sequence, i, j) || !IsOnMap(sequence, head, i, j))
            {
                scores[j - first] = float.NegativeInfinity;
                hides = true;
            }
        }

        return hides;
    }

    /// <summary>The keys that windows and prefixes hide from no query of a tile: from the last one's first to the first one's last.</summary>
    private (int From, int To) SeenByAll(int sequence, int i, int count, int first, int end)
    {
        var from = Math.Clamp(Span(sequence, i + count - 1).First - first, 0, end - first);
        return (from, Math.Clamp(Span(sequence, i).End - first, from, end - first));
    }

    private bool IsInSegment(int sequence, int i, int j) =>
        querySegments == null || querySegments[queryOffsets[sequence] + i] == keySegments[keyOffsets[sequence] + j];

    private bool IsOnMap(int sequence, int head, int i, int j) => visible == null || visible[visibleStrides.At(sequence, head, i) + j];

    /// <summary>A lane's keys end, and begin, one further on than its neighbour's, but for prefix and lengths.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void HideOutside<TLanes>(int sequence, int i, int count, int first, int end, float* scores, nint stride)
        where TLanes : struct, ILanes<TLanes>
    {
        long place = Place(sequence, i);
        TLanes low = TLanes.Ramp + TLanes.Create(From(place - windowLeft - first)), high = TLanes.Ramp + TLanes.Create(From(place + windowRight + 1 - first));
        if (prefixLengths != null)
        {
            var causal = TLanes.Ramp + TLanes.Create(From(place + 1 - first));
            high = TLanes.Min(high, TLanes.Max(causal, TLanes.Create(From(prefixLengths[sequence] - first))));
        }

        var (seenFrom, seenTo) = SeenByAll(sequence, i, count, first, end);
        var hidden = TLanes.Create(float.NegativeInfinity);
        for (var j = 0; j < end - first; j++)
        {
            if (j == seenFrom)
            {
                j = seenTo;
            }

            if (j < end - first)
            {
                var row = scores + (j * stride);
                TLanes.SelectWithin(TLanes.Create(j), low, high, TLanes.Load(row), hidden).Store(row);
            }
        }

        // Far from the tile all numbers mean the same, and near it floats are exact.
        static float From(long key) => Math.Clamp(key, -1 << 20, 1 << 20);
    }

    private static TileView Of(ReadOnlySpan<bool> visible, TileView mixed) =>
        !visible.Contains(false) ? TileView.Full : visible.Contains(true) ? mixed : TileView.Unseen;

    private static (int Low, int High) Range(int* ids, int count)
    {
        var (low, high) = (ids[0], ids[0]);
        for (var i = 1; i < count; i++)
        {
            (low, high) = (Math.Min(low, ids[i]), Math.Max(high, ids[i]));
        }

        return (low, high);
    }
}
