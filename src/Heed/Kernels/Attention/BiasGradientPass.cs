using System.Runtime.CompilerServices;

namespace Heed.Kernels;

/// <summary>
/// The gradients ds_ij of the scores, added up into those of what was added to them; the weights are computed again, tile by tile.
/// An item owns what it adds to, and takes the sequences and heads that share it one after another, so every sum runs in one order.
/// </summary>
internal unsafe struct BiasGradientPass<TLanes> : IParallelWork
    where TLanes : struct, ILanes<TLanes>
{
    private const int Lanes = AttentionTile.Lanes;
    private const int QueryBlock = 64;
    private const int KeyBlock = 64;

    public AttentionProblem Problem;
    public BiasGradientSource Source;

    /// <summary>Of a bias of queries and keys: element (s, h, i, j) at the sum of the strides; of one of distances: rows of heads.</summary>
    public float* Target;
    public AttentionMapStrides Strides;

    /// <summary>Whether the bias is one of distances, and not one of queries and keys.</summary>
    public bool IsRelative;
    private int sequenceSlices;
    private int headSlices;
    private int blocks;

    public void Start()
    {
        headSlices = Strides.Head == 0 ? 1 : Problem.NumHeads;
        sequenceSlices = Strides.Sequence == 0 ? 1 : Problem.Sequences;
        blocks = IsRelative ? 1 : (Problem.LongestQuery + QueryBlock - 1) / QueryBlock;
        Team.Run(ref this, sequenceSlices * headSlices * blocks);
    }

    public readonly void Run(int item)
    {
        var memory = new Memory(Problem);
        var start = item % blocks * QueryBlock;
        var (sequence, head) = (item / blocks / headSlices, item / blocks % headSlices);
        for (var s = sequence; s < (sequenceSlices == 1 ? Problem.Sequences : sequence + 1); s++)
        {
            var end = IsRelative ? Problem.QueryLength(s) : Math.Min(start + QueryBlock, Problem.QueryLength(s));
            for (var h = head; h < (headSlices == 1 ? Problem.NumHeads : head + 1); h++)
            {
                for (var query = start; query < end; query += Lanes)
                {
                    Panel(s, h, query, Math.Min(Lanes, end - query), memory);
                }
            }
        }
    }

    private readonly void Panel(int sequence, int head, int query, int queries, in Memory memory)
    {
        var (from, to) = Problem.Visibility.Span(sequence, query, queries);
        if (from >= to)
        {
            return;
        }

        AttentionTile.Load(Problem.QueryRow(Source.Q, sequence, head, query), Problem.QueryStride, queries, Problem.HeadDim,
            Problem.Terms.ProductScale, memory.Queries);
        AttentionTile.Load(Problem.OutputRow(Source.DOutput, sequence, head, query), Problem.OutputStride, queries, Problem.ValueDim, 1, memory.Flows);
        Source.LoadStatistics(Problem, sequence, head, query, queries, memory.Shift, memory.Factor, memory.Delta);
        for (var first = from; first < to; first += KeyBlock)
        {
            var end = Math.Min(to, first + KeyBlock);
            var view = Problem.Visibility.Examine(sequence, head, query, queries, first, end);
            if ((view & TileView.Unseen) == 0)
            {
                Tile(view, sequence, head, query, queries, first, end, memory);
                Add(sequence, head, query, queries, first, end, memory);
            }
        }
    }

    /// <summary>memory.Flowing = ds, [keys, 16].</summary>
    private readonly void Tile(TileView view, int sequence, int head, int query, int queries, int first, int end, in Memory memory)
    {
        var keyValueHead = Problem.KeyValueHead(head);
        AttentionTile.Scores<TLanes>(Problem, view, sequence, head, query, queries, first, end, memory.Queries,
            Source.K + Problem.KeyRow(sequence, keyValueHead, first), Problem.KeyStride, memory.Scores, Lanes, memory.Buffer);
        // [keys, valueDim] x [valueDim, lanes] -> [keys, lanes]
        MatMulTile.Multiply(Source.V + Problem.ValueRow(sequence, keyValueHead, first), Problem.ValueStride, 1, memory.Flows, Lanes,
            Problem.ValueDim, memory.Flowing, Lanes, end - first, accumulate: false);
        if (Problem.HasDropout)
        {
            Problem.FillKeep(sequence, head, query, first, end - first, memory.Buffer);
            RowMath.Multiply(memory.Flowing, memory.Buffer, (end - first) * Lanes);
        }

        Derive(memory, end - first);
    }

    /// <summary>flowing = p (flowing - delta), p = e^(score - shift) factor; what is hidden has no gradient, whatever its key and value are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Derive(in Memory memory, int keys)
    {
        TLanes shift = TLanes.Load(memory.Shift), factor = TLanes.Load(memory.Factor), delta = TLanes.Load(memory.Delta);
        var hidden = TLanes.Create(float.NegativeInfinity);
        float* score = memory.Scores, flowing = memory.Flowing;
        for (; keys > 0; keys--, score += Lanes, flowing += Lanes)
        {
            var s = TLanes.Load(score);
            var p = TLanes.Exp(s - shift) * factor;
            TLanes.SelectEqual(s, hidden, TLanes.Zero, p * (TLanes.Load(flowing) - delta)).Store(flowing);
        }
    }

    private readonly void Add(int sequence, int head, int query, int queries, int first, int end, in Memory memory)
    {
        var keys = end - first;
        if (!IsRelative)
        {
            MatrixTranspose.FromPanel(memory.Flowing, memory.Buffer, keys, queries, keys);
            for (var lane = 0; lane < queries; lane++)
            {
                RowMath.Add(memory.Buffer + (lane * keys), Target + Strides.At(sequence, head, query + lane) + first, keys);
            }

            return;
        }

        // Key by key the queries stand one column further left.
        var target = Target + Problem.Terms.RelativeColumn(head, Problem.Visibility.Place(sequence, query) - first);
        var gradient = memory.Flowing;
        for (var j = 0; j < keys; j++, target--, gradient += Lanes)
        {
            if (queries == Lanes)
            {
                (TLanes.Load(target) + TLanes.Load(gradient)).Store(target);
            }
            else
            {
                for (var lane = 0; lane < queries; lane++)
                {
                    target[lane] += gradient[lane];
                }
            }
        }
    }

    /// <summary>An item's scratch memory.</summary>
    private readonly struct Memory
    {
        public Memory(in AttentionProblem problem)
        {
            Queries = Scratch.Local((Lanes * ((long)problem.HeadDim + problem.ValueDim + (2 * KeyBlock) + 3)) + AttentionTerms.BufferLength(KeyBlock));
            Flows = Queries + (Lanes * problem.HeadDim);
            Scores = Flows + (Lanes * problem.ValueDim);
            Flowing = Scores + (Lanes * KeyBlock);
            Shift = Flowing + (Lanes * KeyBlock);
            Factor = Shift + Lanes;
            Delta = Factor + Lanes;
            Buffer = Delta + Lanes;
        }

        /// <summary>[headDim, 16], scaled.</summary>
        public float* Queries { get; }

        /// <summary>[valueDim, 16]: the gradient of the output.</summary>
        public float* Flows { get; }

        /// <summary>[keys, 16].</summary>
        public float* Scores { get; }

        /// <summary>[keys, 16]: gradients of the weights, then of the scores.</summary>
        public float* Flowing { get; }

        /// <summary>[16] each: p = e^(score - shift) factor; delta = dO output.</summary>
        public float* Shift { get; }

        public float* Factor { get; }

        public float* Delta { get; }

        /// <summary>What the terms need, or dropout, or a transposed tile: never two at once.</summary>
        public float* Buffer { get; }
    }
}
