using System.Runtime.CompilerServices;

namespace Heed.Kernels;

/// <summary>
/// What stands between a product and its score, over pinned memory.
/// </summary>
internal readonly unsafe struct AttentionTerms
{
    private readonly float* bias;
    private readonly AttentionMapStrides biasStrides;
    private readonly float* relative;
    private readonly int relativeOrigin;
    private readonly int relativeHeadStride;
    private readonly float* slopes;
    private readonly float softCap;

    public AttentionTerms(in AttentionShape shape, float* bias, float* relative, float* slopes)
    {
        this.bias = bias;
        biasStrides = shape.BiasStrides;
        this.relative = relative;
        (relativeOrigin, relativeHeadStride) = (shape.RelativeOrigin, shape.RelativeHeadStride);
        this.slopes = slopes;
        softCap = shape.SoftCap;
        ProductScale = softCap > 0 ? shape.Scale / softCap : shape.Scale;
    }

    public bool HasCap => softCap > 0;

    public bool HasBias => bias != null;

    /// <summary>Factor of the products before anything else is done to them.</summary>
    public float ProductScale { get; }

    /// <summary>Room for <see cref="Apply"/>: a panel's bias, by query and by key.</summary>
    public static int BufferLength(int keys) => 2 * AttentionTile.Lanes * keys;

    /// <summary>scores[j - first, lane]: from products to scores of the queries [i, i + count).</summary>
    /// <param name="place">Where query i stands among the keys.</param>
    /// <param name="scores">Rows <paramref name="stride"/> apart.</param>
    /// <param name="buffer">Of <see cref="BufferLength"/>.</param>
    public void Apply<TLanes>(int sequence, int head, int i, int count, int place, int first, int end, float* scores, int stride, float* buffer)
        where TLanes : struct, ILanes<TLanes>
    {
        if (softCap > 0)
        {
            Cap<TLanes>(scores, stride, end - first);
        }

        if (bias != null)
        {
            var panel = buffer + (AttentionTile.Lanes * (end - first));
            for (var lane = 0; lane < count; lane++)
            {
                var row = new ReadOnlySpan<float>(bias + biasStrides.At(sequence, head, i + lane) + first, end - first);
                row.CopyTo(new Span<float>(buffer + (lane * (end - first)), end - first));
            }

            MatrixTranspose.ToPanel(buffer, end - first, count, end - first, panel);
            AddPanel<TLanes>(scores, stride, panel, end - first);
        }

        if (relative != null)
        {
            AddRelative<TLanes>(relative + RelativeColumn(head, place - first), count, scores, stride, end - first);
        }

        if (slopes != null)
        {
            AddSlope<TLanes>(slopes[head], place - first, scores, stride, end - first);
        }
    }

    /// <summary>Where the relative bias of a head and a distance place_i - j stands.</summary>
    public long RelativeColumn(int head, int distance) => ((long)head * relativeHeadStride) + relativeOrigin + distance;

    /// <summary>scores[j - first]: from products to scores of query i, over the keys [first, end).</summary>
    /// <param name="scores">As long as the next multiple of 16; what follows the last key is of no account.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ApplyToRow<TLanes>(int sequence, int head, int i, int place, int first, int end, float* scores)
        where TLanes : struct, ILanes<TLanes>
    {
        var keys = end - first;
        if (softCap > 0)
        {
            for (var j = 0; j < keys; j += AttentionTile.Lanes)
            {
                (TLanes.Tanh(TLanes.Load(scores + j)) * TLanes.Create(softCap)).Store(scores + j);
            }
        }

        if (bias != null)
        {
            var row = bias + biasStrides.At(sequence, head, i) + first;
            for (var j = 0; j < keys; j++)
            {
                // A hidden score is -inf even where its key is NaN.
                scores[j] = float.IsNegativeInfinity(row[j]) ? row[j] : scores[j] + row[j];
            }
        }

        if (relative != null)
        {
            var column = relative + RelativeColumn(head, place - first);
            for (var j = 0; j < keys; j++)
            {
                scores[j] += column[-j];
            }
        }

        if (slopes != null)
        {
            TLanes factor = TLanes.Create(-slopes[head]), distances = TLanes.Ramp + TLanes.Create(first - place);
            for (var j = 0; j < keys; j += AttentionTile.Lanes, distances += TLanes.Create(AttentionTile.Lanes))
            {
                TLanes.MultiplyAdd(factor, TLanes.Abs(distances), TLanes.Load(scores + j)).Store(scores + j);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Cap<TLanes>(float* scores, nint stride, int keys)
        where TLanes : struct, ILanes<TLanes>
    {
        var cap = TLanes.Create(softCap);
        for (; keys > 0; keys--, scores += stride)
        {
            (TLanes.Tanh(TLanes.Load(scores)) * cap).Store(scores);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPanel<TLanes>(float* scores, nint stride, float* panel, int keys)
        where TLanes : struct, ILanes<TLanes>
    {
        var nothing = TLanes.Create(float.NegativeInfinity);
        for (; keys > 0; keys--, scores += stride, panel += AttentionTile.Lanes)
        {
            var b = TLanes.Load(panel);
            // A hidden score is -inf even where its key is NaN.
            TLanes.SelectEqual(b, nothing, b, TLanes.Load(scores) + b).Store(scores);
        }
    }

    /// <summary>Key by key the lanes stand one column further left; lanes without a query add what follows, which the caller has seen to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRelative<TLanes>(float* relative, int count, float* scores, nint stride, int keys)
        where TLanes : struct, ILanes<TLanes>
    {
        for (; keys > 0; keys--, scores += stride, relative--)
        {
            if (count == AttentionTile.Lanes)
            {
                (TLanes.Load(relative) + TLanes.Load(scores)).Store(scores);
            }
            else
            {
                for (var lane = 0; lane < count; lane++)
                {
                    scores[lane] += relative[lane];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSlope<TLanes>(float slope, int distance, float* scores, nint stride, int keys)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes factor = TLanes.Create(-slope), distances = TLanes.Ramp + TLanes.Create(distance), one = TLanes.Create(1);
        for (; keys > 0; keys--, scores += stride)
        {
            TLanes.MultiplyAdd(factor, TLanes.Abs(distances), TLanes.Load(scores)).Store(scores);
            distances -= one;
        }
    }
}
