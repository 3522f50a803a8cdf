using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>
/// The backward pass: the weights are computed again, tile by tile, from the log-sum-exp. An item is a sequence and a key/value
/// head with all the query heads that it serves, so nobody else adds to its rows, and each sum runs in one order.
/// </summary>
internal unsafe struct AttentionBackward : IParallelWork
{
    private const int QueryBlock = 64;
    private const int KeyBlock = 64;
    private const int Lanes = AttentionTile.Lanes;

    public AttentionProblem Problem;
    public float* Q;
    public float* K;
    public float* V;
    public float* Output;
    public float* LogSumExp;
    public float* DOutput;
    public float* Dq;
    public float* Dk;
    public float* Dv;

    public readonly void Run(int item)
    {
        var (sequence, keyValueHead) = (item / Problem.NumKeyValueHeads, item % Problem.NumKeyValueHeads);
        var scratch = new Buffers(Problem.HeadDim, Problem.ValueDim, Problem.KeyLength(sequence));
        var group = Problem.NumHeads / Problem.NumKeyValueHeads;
        var queryLen = Problem.QueryLength(sequence);
        for (var head = keyValueHead * group; head < (keyValueHead + 1) * group; head++)
        {
            for (var start = 0; start < queryLen; start += QueryBlock)
            {
                Block(sequence, head, start, Math.Min(QueryBlock, queryLen - start), scratch);
            }
        }
    }

    private readonly void Block(int sequence, int head, int start, int count, in Buffers scratch)
    {
        var (headDim, valueDim) = (Problem.HeadDim, Problem.ValueDim);
        var row = Problem.QueryOffsets[sequence] + start;
        float* q = Q + ((long)row * Problem.QueryStride) + (head * headDim), dq = Dq + ((long)row * Problem.QueryStride) + (head * headDim);
        var dOutput = DOutput + ((long)row * Problem.OutputStride) + (head * valueDim);
        var panels = (count + Lanes - 1) / Lanes;
        var stride = panels * Lanes;
        for (var p = 0; p < panels; p++)
        {
            var queries = Math.Min(Lanes, count - (p * Lanes));
            AttentionTile.Load(q + ((long)p * Lanes * Problem.QueryStride), Problem.QueryStride, queries, headDim, Problem.Scale,
                scratch.Queries + (p * Lanes * headDim));
            AttentionTile.Load(dOutput + ((long)p * Lanes * Problem.OutputStride), Problem.OutputStride, queries, valueDim, 1,
                scratch.Flows + (p * Lanes * valueDim));
        }

        new Span<float>(scratch.QueryGradients, stride * headDim).Clear();
        LoadStatistics(sequence, head, start, count, stride, scratch);
        var (from, to) = Problem.Span(sequence, start, count);
        for (var key = from; key < to; key += KeyBlock)
        {
            var keys = Math.Min(KeyBlock, to - key);
            for (var p = 0; p < panels; p++)
            {
                Panel(sequence, head, start + (p * Lanes), Math.Min(Lanes, count - (p * Lanes)), p, key, keys, stride, scratch);
            }

            var keyRow = (long)(Problem.KeyOffsets[sequence] + key);
            // [keys, queries] x [queries, valueDim] -> [keys, valueDim], and the same for the keys.
            AddProduct(scratch.Weights, stride, keys, dOutput, Problem.OutputStride, count,
                Dv + (keyRow * Problem.ValueStride) + (Problem.KeyValueHead(head) * valueDim), Problem.ValueStride, valueDim, scratch);
            AddProduct(scratch.Scores, stride, keys, q, Problem.QueryStride, count,
                Dk + (keyRow * Problem.KeyStride) + (Problem.KeyValueHead(head) * headDim), Problem.KeyStride, headDim, scratch);
        }

        for (var p = 0; p < panels; p++)
        {
            var queries = Math.Min(Lanes, count - (p * Lanes));
            MatrixTranspose.FromPanel(scratch.QueryGradients + (p * Lanes * headDim), scratch.Edge, headDim, queries, headDim);
            for (var i = 0; i < queries; i++)
            {
                RowMath.Add(scratch.Edge + (i * headDim), dq + ((long)((p * Lanes) + i) * Problem.QueryStride), headDim);
            }
        }
    }

    /// <summary>
    /// What turns a query's scores into weights, e^(score - shift) factor, and delta = dO output. A query that sees nothing, and a
    /// lane without a query, get weights of zero.
    /// </summary>
    private readonly void LoadStatistics(int sequence, int head, int start, int count, int stride, in Buffers scratch)
    {
        for (var i = 0; i < stride; i++)
        {
            scratch.Shift[i] = float.PositiveInfinity;
            scratch.Factor[i] = 1;
            scratch.Delta[i] = 0;
            if (i >= count)
            {
                continue;
            }

            var row = Problem.QueryOffsets[sequence] + start + i;
            var column = ((long)row * Problem.OutputStride) + (head * Problem.ValueDim);
            scratch.Delta[i] = RowMath.Dot(Output + column, DOutput + column, Problem.ValueDim);
            var logSumExp = LogSumExp[((long)head * Problem.QueryTokens) + row];
            if (!float.IsNegativeInfinity(logSumExp))
            {
                (scratch.Shift[i], scratch.Factor[i]) = Problem.Normalizer(sequence, head, start + i, Q, K, logSumExp, scratch.Row);
            }
        }
    }

    /// <summary>Weights and score gradients of one panel of queries and one block of keys; adds to the panel's query gradients.</summary>
    private readonly void Panel(int sequence, int head, int query, int queries, int p, int key, int keys, int stride, in Buffers scratch)
    {
        var (headDim, valueDim) = (Problem.HeadDim, Problem.ValueDim);
        float* weights = scratch.Weights + (p * Lanes), scores = scratch.Scores + (p * Lanes);
        var (from, to) = Problem.Span(sequence, query, queries);
        (from, to) = (Math.Clamp(from, key, key + keys), Math.Clamp(to, key, key + keys));
        Clear(weights, scores, stride, 0, from - key);
        Clear(weights, scores, stride, Math.Max(from, to) - key, keys);
        if (from >= to)
        {
            return;
        }

        weights += (long)(from - key) * stride;
        scores += (long)(from - key) * stride;
        var keyRow = (long)(Problem.KeyOffsets[sequence] + from);
        var values = V + (keyRow * Problem.ValueStride) + (Problem.KeyValueHead(head) * valueDim);
        AttentionTile.Scores(Problem, sequence, head, query, queries, from, to, scratch.Queries + (p * Lanes * headDim), K, weights, stride);
        // [keys, valueDim] x [valueDim, lanes] -> [keys, lanes]
        MatMulTile.Multiply(values, Problem.ValueStride, 1, scratch.Flows + (p * Lanes * valueDim), Lanes, valueDim, scores, stride,
            to - from, accumulate: false);
        if (Problem.HasDropout)
        {
            Problem.FillKeep(sequence, head, query, from, to - from, scratch.Keep);
        }

        Differentiate(weights, scores, stride, to - from, Problem.HasDropout ? scratch.Keep : null, scratch.Shift + (p * Lanes),
            scratch.Factor + (p * Lanes), scratch.Delta + (p * Lanes), Problem.Scale);
        // [headDim, keys] x [keys, lanes] -> [headDim, lanes]
        var keyStart = K + (keyRow * Problem.KeyStride) + (Problem.KeyValueHead(head) * headDim);
        MatMulTile.Multiply(keyStart, 1, Problem.KeyStride, scores, stride, to - from, scratch.QueryGradients + (p * Lanes * headDim),
            Lanes, headDim, accumulate: true);
    }

    private static void Clear(float* weights, float* scores, int stride, int from, int to)
    {
        for (var j = from; j < to; j++)
        {
            new Span<float>(weights + ((long)j * stride), Lanes).Clear();
            new Span<float>(scores + ((long)j * stride), Lanes).Clear();
        }
    }

    /// <summary>
    /// In: weights = s, scores = dp before dropout. Out, with p = e^(s - shift) factor: weights = p keep,
    /// scores = scale p (dp keep - delta).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Differentiate(float* weights, float* scores, nint stride, int keys, float* keep, float* shift, float* factor,
        float* delta, float scale)
    {
        for (var half = 0; half < Lanes; half += 8)
        {
            Vector256<float> m = Vector256.Load(shift + half), f = Vector256.Load(factor + half), d = Vector256.Load(delta + half),
            scaled = Vector256.Create(scale);
            float* w = weights + half, s = scores + half;
            for (var j = 0; j < keys; j++, w += stride, s += stride)
            {
                var p = VectorMath.Exp(Vector256.Load(w) - m) * f;
                var dp = Vector256.Load(s);
                if (keep != null)
                {
                    var kept = Vector256.Load(keep + (j * Lanes) + half);
                    (p * kept).Store(w);
                    dp *= kept;
                }
                else
                {
                    p.Store(w);
                }

                (scaled * p * (dp - d)).Store(s);
            }
        }
    }

    /// <summary>C[keys, dim] += A[keys, queries] B[queries, dim], sixteen columns at a time; the last few by way of a buffer.</summary>
    private static void AddProduct(float* a, int aStride, int keys, float* b, int bStride, int queries, float* c, int cStride, int dim,
        in Buffers scratch)
    {
        var column = 0;
        for (; column + Lanes <= dim; column += Lanes)
        {
            MatMulTile.Multiply(a, aStride, 1, b + column, bStride, queries, c + column, cStride, keys, accumulate: true);
        }

        if (column < dim)
        {
            float* rows = scratch.Edge, sums = scratch.Edge + (QueryBlock * Lanes);
            new Span<float>(rows, queries * Lanes).Clear();
            for (var i = 0; i < queries; i++)
            {
                new ReadOnlySpan<float>(b + ((long)i * bStride) + column, dim - column).CopyTo(new Span<float>(rows + (i * Lanes), Lanes));
            }

            MatMulTile.Multiply(a, aStride, 1, rows, Lanes, queries, sums, Lanes, keys, accumulate: false);
            for (var j = 0; j < keys; j++)
            {
                RowMath.Add(sums + (j * Lanes), c + ((long)j * cStride) + column, dim - column);
            }
        }
    }

    /// <summary>An item's scratch memory.</summary>
    private readonly struct Buffers
    {
        public Buffers(int headDim, int valueDim, int keyLen)
        {
            var edge = Math.Max((QueryBlock + KeyBlock) * Lanes, Lanes * headDim);
            var start = Scratch.Local((QueryBlock * ((2L * headDim) + valueDim + 3)) + (KeyBlock * ((2 * QueryBlock) + Lanes)) + edge + keyLen);
            Queries = start;
            QueryGradients = Queries + (QueryBlock * headDim);
            Flows = QueryGradients + (QueryBlock * headDim);
            Shift = Flows + (QueryBlock * valueDim);
            Factor = Shift + QueryBlock;
            Delta = Factor + QueryBlock;
            Weights = Delta + QueryBlock;
            Scores = Weights + (KeyBlock * QueryBlock);
            Keep = Scores + (KeyBlock * QueryBlock);
            Edge = Keep + (KeyBlock * Lanes);
            Row = Edge + edge;
        }

        /// <summary>Panels of [headDim, 16], scaled.</summary>
        public float* Queries { get; }

        /// <summary>Panels of [headDim, 16].</summary>
        public float* QueryGradients { get; }

        /// <summary>Panels of [valueDim, 16]: the gradient of the output.</summary>
        public float* Flows { get; }

        /// <summary>[queries].</summary>
        public float* Shift { get; }

        /// <summary>[queries].</summary>
        public float* Factor { get; }

        /// <summary>[queries].</summary>
        public float* Delta { get; }

        /// <summary>[keys, queries].</summary>
        public float* Weights { get; }

        /// <summary>[keys, queries].</summary>
        public float* Scores { get; }

        /// <summary>[keys, 16].</summary>
        public float* Keep { get; }

        /// <summary>Room for what does not fill sixteen columns.</summary>
        public float* Edge { get; }

        /// <summary>[keyLen].</summary>
        public float* Row { get; }
    }
}
