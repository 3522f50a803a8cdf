using System.Runtime.CompilerServices;

namespace Heed.Kernels;

/// <summary>
/// What stands between a product and its score, over pinned memory. Scores are kept in units of ln 2, so that weights are powers
/// of two: the factor log2 e is in the queries of a panel, and in every term here.
/// </summary>
internal readonly unsafe struct AttentionTerms
{
    public const float Log2E = 1.44269504f;
    public const float Ln2 = 0.693147181f;

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
        ProductScale = softCap > 0 ? shape.Scale / softCap : shape.Scale * Log2E;
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
            // -inf hides and stays; the most negative number, which other libraries hide with, must not become -inf.
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
            AddRelative<TLanes>(relative + ((long)head * relativeHeadStride) + relativeOrigin + place - first, count, scores, stride, end - first);
        }

        if (slopes != null)
        {
            AddSlope<TLanes>(slopes[head], place - first, scores, stride, end - first);
        }
    }

    /// <summary>The terms that are added to the score of query i and key j, in units of ln 2.</summary>
    /// <param name="distance">place_i - j.</param>
    public float Added(int sequence, int head, int i, int j, int distance)
    {
        var sum = 0f;
        if (bias != null)
        {
            sum += InLog2(bias[biasStrides.At(sequence, head, i) + j]);
        }

        if (relative != null)
        {
            sum += Log2E * relative[((long)head * relativeHeadStride) + relativeOrigin + distance];
        }

        return slopes == null ? sum : sum - (Log2E * slopes[head] * Math.Abs(distance));
    }

    /// <summary>The capped product, in units of ln 2.</summary>
    public float Capped(float product) => softCap > 0 ? softCap * Log2E * MathF.Tanh(product) : product;

    private static float InLog2(float x) => float.IsNegativeInfinity(x) ? x : MathF.Max(x * Log2E, float.MinValue);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Cap<TLanes>(float* scores, nint stride, int keys)
        where TLanes : struct, ILanes<TLanes>
    {
        var cap = TLanes.Create(softCap * Log2E);
        for (; keys > 0; keys--, scores += stride)
        {
            (TLanes.Tanh(TLanes.Load(scores)) * cap).Store(scores);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPanel<TLanes>(float* scores, nint stride, float* panel, int keys)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes factor = TLanes.Create(Log2E), least = TLanes.Create(float.MinValue), nothing = TLanes.Create(float.NegativeInfinity);
        for (; keys > 0; keys--, scores += stride, panel += AttentionTile.Lanes)
        {
            var b = TLanes.Load(panel);
            var scaled = TLanes.SelectEqual(b, nothing, b, TLanes.Max(least, b * factor));
            TLanes.SelectEqual(b, nothing, b, TLanes.Load(scores) + scaled).Store(scores);
        }
    }

    /// <summary>Key by key the lanes stand one column further left; lanes without a query add what follows, which the caller has seen to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRelative<TLanes>(float* relative, int count, float* scores, nint stride, int keys)
        where TLanes : struct, ILanes<TLanes>
    {
        var factor = TLanes.Create(Log2E);
        for (; keys > 0; keys--, scores += stride, relative--)
        {
            if (count == AttentionTile.Lanes)
            {
                TLanes.MultiplyAdd(TLanes.Load(relative), factor, TLanes.Load(scores)).Store(scores);
            }
            else
            {
                for (var lane = 0; lane < count; lane++)
                {
                    scores[lane] += Log2E * relative[lane];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSlope<TLanes>(float slope, int distance, float* scores, nint stride, int keys)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes factor = TLanes.Create(-slope * Log2E), distances = TLanes.Ramp + TLanes.Create(distance), one = TLanes.Create(1);
        for (; keys > 0; keys--, scores += stride)
        {
            TLanes.MultiplyAdd(factor, TLanes.Abs(distances), TLanes.Load(scores)).Store(scores);
            distances -= one;
        }
    }
}
