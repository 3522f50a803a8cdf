using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>
/// The forward pass, block by block with a running maximum and sum (Dao et al. 2022). An item is a sequence, a head and a block
/// of its queries. The output is rescaled only when a maximum has risen by more than a threshold (Shah et al. 2024 and after).
/// </summary>
internal unsafe struct AttentionForward : IParallelWork
{
    private const int QueryBlock = 64;
    private const int KeyBlock = 192;

    // e^8 times the largest weight, and sums of them, are far from overflow.
    private const float Threshold = 8;

    public AttentionProblem Problem;
    public float* Q;
    public float* K;
    public float* V;
    public float* Output;
    public float* LogSumExp;
    public int BlocksPerSequence;

    public static int Blocks(int longestQuery) => (longestQuery + QueryBlock - 1) / QueryBlock;

    public readonly void Run(int item)
    {
        // Under a causal mask the last block has the most to do: it goes first.
        var block = BlocksPerSequence - 1 - (item % BlocksPerSequence);
        var head = item / BlocksPerSequence % Problem.NumHeads;
        var sequence = item / BlocksPerSequence / Problem.NumHeads;
        var start = block * QueryBlock;
        var count = Math.Min(QueryBlock, Problem.QueryLength(sequence) - start);
        if (count > 0)
        {
            Block(sequence, head, start, count);
        }
    }

    private readonly void Block(int sequence, int head, int start, int count)
    {
        const int lanes = AttentionTile.Lanes;
        var (headDim, valueDim) = (Problem.HeadDim, Problem.ValueDim);
        var panels = (count + lanes - 1) / lanes;
        var panelSize = lanes * (headDim + valueDim + 2);
        var scores = Scratch.Local((2 * KeyBlock * lanes) + ((long)panels * panelSize));
        var keep = scores + (KeyBlock * lanes);
        var first = keep + (KeyBlock * lanes);
        for (var p = 0; p < panels; p++)
        {
            var panel = new Panel(first + (p * panelSize), headDim, valueDim);
            var query = start + (p * lanes);
            AttentionTile.Load(
                Q + ((long)(Problem.QueryOffsets[sequence] + query) * Problem.QueryStride) + (head * headDim), Problem.QueryStride,
                    Math.Min(lanes, start + count - query), headDim, Problem.Scale, panel.Queries);
            new Span<float>(panel.Outputs, lanes * valueDim).Clear();
            new Span<float>(panel.Max, lanes).Fill(float.NegativeInfinity);
            new Span<float>(panel.Sum, lanes).Clear();
        }

        var (from, to) = Problem.Span(sequence, start, count);
        for (var key = from; key < to; key += KeyBlock)
        {
            for (var p = 0; p < panels; p++)
            {
                var query = start + (p * lanes);
                var queries = Math.Min(lanes, start + count - query);
                var (keyFrom, keyTo) = Problem.Span(sequence, query, queries);
                (keyFrom, keyTo) = (Math.Max(key, keyFrom), Math.Min(Math.Min(to, key + KeyBlock), keyTo));
                if (keyFrom < keyTo)
                {
                    Tile(sequence, head, query, queries, keyFrom, keyTo, new Panel(first + (p * panelSize), headDim, valueDim), scores, keep);
                }
            }
        }

        for (var p = 0; p < panels; p++)
        {
            var query = start + (p * lanes);
            var row = Problem.QueryOffsets[sequence] + query;
            var queries = Math.Min(lanes, start + count - query);
            var panel = new Panel(first + (p * panelSize), headDim, valueDim);
            Finish(panel, valueDim);
            new ReadOnlySpan<float>(panel.Max, queries).CopyTo(new Span<float>(LogSumExp + ((long)head * Problem.QueryTokens) + row, queries));
            MatrixTranspose.FromPanel(panel.Outputs, Output + ((long)row * Problem.OutputStride) + (head * valueDim), Problem.OutputStride,
                queries, valueDim);
        }
    }

    /// <summary>One panel of queries against one block of keys.</summary>
    private readonly void Tile(int sequence, int head, int query, int queries, int from, int to, in Panel panel, float* scores, float* keep)
    {
        const int lanes = AttentionTile.Lanes;
        AttentionTile.Scores(Problem, sequence, head, query, queries, from, to, panel.Queries, K, scores, lanes);
        Exponentiate(scores, to - from, panel, Problem.ValueDim);
        if (Problem.HasDropout)
        {
            Problem.FillKeep(sequence, head, query, from, to - from, keep);
            Multiply(scores, keep, (to - from) * lanes);
        }

        // [valueDim, keys] x [keys, lanes] -> [valueDim, lanes]
        var values = V + ((long)(Problem.KeyOffsets[sequence] + from) * Problem.ValueStride) + (Problem.KeyValueHead(head) * Problem.ValueDim);
        MatMulTile.Multiply(values, 1, Problem.ValueStride, scores, lanes, to - from, panel.Outputs, lanes, Problem.ValueDim, accumulate: true);
    }

    /// <summary>scores = e^(scores - max), sum += scores; a maximum that has risen far first scales down what is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Exponentiate(float* scores, int keys, in Panel panel, int valueDim)
    {
        var end = scores + (keys * AttentionTile.Lanes);
        Vector256<float> max0 = Vector256.Load(scores), max1 = Vector256.Load(scores + 8);
        for (var s = scores + 16; s < end; s += 16)
        {
            max0 = Vector256.MaxNative(max0, Vector256.Load(s));
            max1 = Vector256.MaxNative(max1, Vector256.Load(s + 8));
        }

        Vector256<float> old0 = Vector256.Load(panel.Max), old1 = Vector256.Load(panel.Max + 8), threshold = Vector256.Create(Threshold);
        if (Vector256.GreaterThanAny(max0, old0 + threshold) || Vector256.GreaterThanAny(max1, old1 + threshold))
        {
            max0 = Vector256.MaxNative(max0, old0);
            max1 = Vector256.MaxNative(max1, old1);
            max0.Store(panel.Max);
            max1.Store(panel.Max + 8);
            // A lane that has seen nothing yet has nothing to scale: 0 in place of -inf keeps it from becoming NaN.
            var scale0 = VectorMath.Exp(old0 - Finite(max0));
            var scale1 = VectorMath.Exp(old1 - Finite(max1));
            (Vector256.Load(panel.Sum) * scale0).Store(panel.Sum);
            (Vector256.Load(panel.Sum + 8) * scale1).Store(panel.Sum + 8);
            var outputEnd = panel.Outputs + (valueDim * AttentionTile.Lanes);
            for (var o = panel.Outputs; o < outputEnd; o += 16)
            {
                (Vector256.Load(o) * scale0).Store(o);
                (Vector256.Load(o + 8) * scale1).Store(o + 8);
            }
        }
        else
        {
            (max0, max1) = (old0, old1);
        }

        (max0, max1) = (Finite(max0), Finite(max1));
        Vector256<float> sum0 = Vector256.Load(panel.Sum), sum1 = Vector256.Load(panel.Sum + 8);
        for (var s = scores; s < end; s += 16)
        {
            var e0 = VectorMath.Exp(Vector256.Load(s) - max0);
            var e1 = VectorMath.Exp(Vector256.Load(s + 8) - max1);
            e0.Store(s);
            e1.Store(s + 8);
            sum0 += e0;
            sum1 += e1;
        }

        sum0.Store(panel.Sum);
        sum1.Store(panel.Sum + 8);
    }

    /// <summary>Divides the outputs by the sums; leaves the log-sum-exp in place of the maximum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish(in Panel panel, int valueDim)
    {
        for (var half = 0; half < AttentionTile.Lanes; half += 8)
        {
            var sum = Vector256.Load(panel.Sum + half);
            var isEmpty = Vector256.Equals(sum, Vector256<float>.Zero);
            var inverse = Vector256.AndNot(Vector256<float>.One / sum, isEmpty);
            (Vector256.Load(panel.Max + half) + Vector256.Log(sum)).Store(panel.Max + half);
            for (var d = 0; d < valueDim; d++)
            {
                var o = panel.Outputs + (d * AttentionTile.Lanes) + half;
                (Vector256.Load(o) * inverse).Store(o);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Finite(Vector256<float> max) =>
        Vector256.AndNot(max, Vector256.Equals(max, Vector256.Create(float.NegativeInfinity)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(float* x, float* y, int count)
    {
        for (var i = 0; i < count; i += 8)
        {
            (Vector256.Load(x + i) * Vector256.Load(y + i)).Store(x + i);
        }
    }

    /// <summary>A panel's share of the scratch memory: queries [headDim, 16], outputs [valueDim, 16], maximum and sum [16].</summary>
    private readonly struct Panel(float* start, int headDim, int valueDim)
    {
        public float* Queries { get; } = start;

        public float* Outputs { get; } = start + (headDim * AttentionTile.Lanes);

        public float* Max { get; } = start + ((headDim + valueDim) * AttentionTile.Lanes);

        public float* Sum { get; } = start + ((headDim + valueDim + 1) * AttentionTile.Lanes);
    }
}
