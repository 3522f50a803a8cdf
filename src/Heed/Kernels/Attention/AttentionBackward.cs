namespace Heed.Kernels;

/// <summary>
/// The backward pass: the weights are computed again, tile by tile, from the statistics. An item is a piece of the keys of a
/// sequence and a key/value head, with all the query heads that it serves; so nobody else adds to its rows of dk and dv. To a
/// query's gradient the pieces add one after another, each waiting for the one before it, so that every sum runs in one order.
/// </summary>
internal unsafe struct AttentionBackward<TLanes> : IParallelWork
    where TLanes : struct, ILanes<TLanes>
{
    private const int Lanes = AttentionTile.Lanes;
    private const int QueryBlock = BackwardMemory.QueryBlock;
    private const int KeyBlock = BackwardMemory.KeyBlock;

    // A piece of keys is split off only where sequences and heads alone would leave threads without work.
    private const int PieceKeys = 512;
    private const int EnoughItems = 16;

    public AttentionProblem Problem;
    public float* Q;
    public float* K;
    public float* V;
    public float* Output;
    public float* Statistics;
    public float* DOutput;
    public float* Dq;
    public float* Dk;
    public float* Dv;
    private int owners;
    private int pieceKeys;
    private int* progress;

    public void Start()
    {
        owners = Problem.Sequences * Problem.NumKeyValueHeads;
        pieceKeys = owners >= EnoughItems ? int.MaxValue : PieceKeys;
        var pieces = owners >= EnoughItems ? 1 : Math.Max(1, (Problem.LongestKey + PieceKeys - 1) / PieceKeys);
        progress = (int*)Scratch.Shared(owners * pieces);
        new Span<int>(progress, owners * pieces).Clear();
        Team.Run(ref this, owners * pieces);
    }

    public readonly void Run(int item)
    {
        // Items are begun in rising order, so what an item waits for has been begun before it.
        var (piece, owner) = (item / owners, item % owners);
        var done = progress + item;
        try
        {
            var (sequence, keyValueHead) = (owner / Problem.NumKeyValueHeads, owner % Problem.NumKeyValueHeads);
            var keyLen = Problem.KeyLength(sequence);
            var first = pieceKeys == int.MaxValue ? 0 : Math.Min(piece * pieceKeys, keyLen);
            Piece(sequence, keyValueHead, first, (int)Math.Min(keyLen, (long)first + pieceKeys), piece == 0 ? null : done - owners, done);
        }
        finally
        {
            Volatile.Write(ref *done, int.MaxValue);
        }
    }

    private readonly void Piece(int sequence, int keyValueHead, int first, int end, int* before, int* done)
    {
        var memory = new BackwardMemory(Problem.HeadDim, Problem.ValueDim);
        var queryLen = Problem.QueryLength(sequence);
        var step = 0;
        for (var head = keyValueHead * Problem.Group; head < (keyValueHead + 1) * Problem.Group; head++)
        {
            for (var start = 0; start < queryLen; start += QueryBlock)
            {
                var count = Math.Min(QueryBlock, queryLen - start);
                var (from, to) = Problem.Visibility.Span(sequence, start, count);
                (from, to) = (Math.Max(from, first), Math.Min(to, end));
                if (from < to)
                {
                    Block(sequence, head, start, count, from, to, memory);
                }

                WaitFor(before, ++step);
                if (from < to && Dq != null)
                {
                    AddQueryGradients(sequence, head, start, count, memory);
                }

                Volatile.Write(ref *done, step);
            }
        }
    }

    private static void WaitFor(int* before, int step)
    {
        var wait = default(SpinWait);
        while (before != null && Volatile.Read(ref *before) < step)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    private readonly void Block(int sequence, int head, int start, int count, int first, int end, in BackwardMemory memory)
    {
        var (headDim, valueDim) = (Problem.HeadDim, Problem.ValueDim);
        float* q = Problem.QueryRow(Q, sequence, head, start), dOutput = Problem.OutputRow(DOutput, sequence, head, start);
        var panels = (count + Lanes - 1) / Lanes;
        for (var p = 0; p < panels; p++)
        {
            var queries = Math.Min(Lanes, count - (p * Lanes));
            AttentionTile.Load(q + ((long)p * Lanes * Problem.QueryStride), Problem.QueryStride, queries, headDim, Problem.Terms.ProductScale,
                memory.Queries + (p * Lanes * headDim));
            AttentionTile.Load(dOutput + ((long)p * Lanes * Problem.OutputStride), Problem.OutputStride, queries, valueDim, 1,
                memory.Flows + (p * Lanes * valueDim));
        }

        BackwardMemory.CopyRows(q, Problem.QueryStride, count, headDim, memory.QueryRows);
        BackwardMemory.CopyRows(dOutput, Problem.OutputStride, count, valueDim, memory.FlowRows);
        new Span<float>(memory.QueryGradients, panels * Lanes * headDim).Clear();
        LoadStatistics(sequence, head, start, count, panels * Lanes, memory);
        var isUsual = memory.AreQueriesFinite(count, headDim, valueDim);
        var keyValueHead = Problem.KeyValueHead(head);
        for (var key = first; key < end; key += KeyBlock)
        {
            var keys = Math.Min(KeyBlock, end - key);
            var guarded = false;
            var seen = false;
            for (var p = 0; p < panels; p++)
            {
                seen |= Panel(sequence, head, start + (p * Lanes), Math.Min(Lanes, count - (p * Lanes)), p, key, keys, memory, isUsual, ref guarded);
            }

            if (seen)
            {
                // [keys, queries] x [queries, valueDim] -> [keys, valueDim], and the same for the keys.
                if (Dv != null)
                {
                    memory.AddProduct(memory.Weights, keys, memory.FlowRows, count, Dv + Problem.ValueRow(sequence, keyValueHead, key),
                        Problem.ValueStride, valueDim, guarded);
                }

                if (Dk != null)
                {
                    memory.AddProduct(memory.Scores, keys, memory.QueryRows, count, Dk + Problem.KeyRow(sequence, keyValueHead, key),
                        Problem.KeyStride, headDim, guarded);
                }
            }
        }
    }

    private readonly void AddQueryGradients(int sequence, int head, int start, int count, in BackwardMemory memory)
    {
        var headDim = Problem.HeadDim;
        for (var i = 0; i < count; i += Lanes)
        {
            var queries = Math.Min(Lanes, count - i);
            MatrixTranspose.FromPanel(memory.QueryGradients + (i * headDim), memory.Edge, headDim, queries, headDim);
            for (var lane = 0; lane < queries; lane++)
            {
                RowMath.Add(memory.Edge + (lane * headDim), Problem.QueryRow(Dq, sequence, head, start + i + lane), headDim);
            }
        }
    }

    /// <summary>
    /// What turns a query's scores into weights, e^(score - shift) factor, and delta = dO output. A query that sees nothing, and a
    /// lane without a query, get weights of zero.
    /// </summary>
    private readonly void LoadStatistics(int sequence, int head, int start, int count, int lanes, in BackwardMemory memory)
    {
        for (var i = 0; i < lanes; i++)
        {
            (memory.Shift[i], memory.Factor[i], memory.Delta[i]) = (float.PositiveInfinity, 1, 0);
            if (i < count)
            {
                var statistics = Statistics + Problem.Statistics(sequence, head, start + i);
                memory.Delta[i] = RowMath.Dot(Problem.OutputRow(Output, sequence, head, start + i),
                    Problem.OutputRow(DOutput, sequence, head, start + i), Problem.ValueDim);
                if (statistics[Problem.StatisticsStride] != 0)
                {
                    (memory.Shift[i], memory.Factor[i]) = (statistics[0], 1 / statistics[Problem.StatisticsStride]);
                }
            }
        }
    }

    /// <summary>
    /// Weights and score gradients of one panel of queries and one block of keys; adds to the panel's query gradients. False if
    /// no query of the panel sees a key of the block: then both are zero.
    /// </summary>
    private readonly bool Panel(int sequence, int head, int query, int queries, int p, int key, int keys, in BackwardMemory memory, bool isUsual,
        ref bool guarded)
    {
        const int stride = QueryBlock;
        var (headDim, valueDim) = (Problem.HeadDim, Problem.ValueDim);
        float* weights = memory.Weights + (p * Lanes), scores = memory.Scores + (p * Lanes);
        var (from, to) = Problem.Visibility.Span(sequence, query, queries);
        (from, to) = (Math.Clamp(from, key, key + keys), Math.Clamp(to, key, key + keys));
        var view = from >= to ? TileView.Unseen : Problem.Visibility.Examine(sequence, head, query, queries, from, to);
        if ((view & TileView.Unseen) != 0)
        {
            (from, to) = (key + keys, key + keys);
        }

        BackwardMemory.Clear(weights, scores, 0, from - key);
        BackwardMemory.Clear(weights, scores, to - key, keys);
        float* panel = memory.Queries + (p * Lanes * headDim), flows = memory.Flows + (p * Lanes * valueDim);
        // A bias may hide anything: it may be -inf.
        var hiding = view | (Problem.Terms.HasBias ? TileView.Map : TileView.Full);
        var hides = hiding != TileView.Full || to - from < keys;
        if (from >= to)
        {
            guarded |= !isUsual;
            return false;
        }

        weights += (from - key) * stride;
        scores += (from - key) * stride;
        var keyValueHead = Problem.KeyValueHead(head);
        var keyRows = K + Problem.KeyRow(sequence, keyValueHead, from);
        var values = V + Problem.ValueRow(sequence, keyValueHead, from);
        var guards = hides && (!isUsual
            || Problem.Visibility.HidesUnusual(hiding, sequence, query, queries, from, to, keyRows, Problem.KeyStride, headDim)
            || Problem.Visibility.HidesUnusual(hiding, sequence, query, queries, from, to, values, Problem.ValueStride, valueDim));
        AttentionTile.Scores<TLanes>(Problem, view, sequence, head, query, queries, from, to, panel, keyRows, Problem.KeyStride, weights, stride,
            memory.Buffer);
        if (guards)
        {
            memory.KeepScores(weights, to - from);
        }

        // [keys, valueDim] x [valueDim, lanes] -> [keys, lanes]
        MatMulTile.Multiply(values, Problem.ValueStride, 1, flows, Lanes, valueDim, scores, stride, to - from, accumulate: false);
        var derivative = memory.Derivative<TLanes>(p, Problem.Scale);
        if (Problem.HasDropout)
        {
            Problem.FillKeep(sequence, head, query, from, to - from, memory.Buffer);
            derivative.Keep = memory.Buffer;
        }

        derivative.Apply(weights, scores, to - from);
        if (Problem.Terms.HasCap)
        {
            MatMulTile.Multiply(keyRows, Problem.KeyStride, 1, panel, Lanes, headDim, memory.Buffer, Lanes, to - from, accumulate: false);
            ScoreDerivative<TLanes>.ThroughCap(memory.Buffer, scores, to - from);
        }

        if (guards)
        {
            guarded = true;
            memory.HideAgain(weights, scores, to - from);
            GuardedProduct.Add(scores, stride, to - from, keyRows, Problem.KeyStride, headDim, memory.QueryGradients + (p * Lanes * headDim));
            return true;
        }

        // [headDim, keys] x [keys, lanes] -> [headDim, lanes]
        MatMulTile.Multiply(keyRows, 1, Problem.KeyStride, scores, stride, to - from, memory.QueryGradients + (p * Lanes * headDim),
            Lanes, headDim, accumulate: true);
        return true;
    }
}
