namespace Heed.Kernels;

/// <summary>
/// The forward pass, block by block with a running maximum and sum (Dao et al. 2022). An item is a sequence, a head and a block
/// of its queries.
/// </summary>
internal unsafe struct AttentionForward<TLanes> : IParallelWork
    where TLanes : struct, ILanes<TLanes>
{
    private const int Lanes = AttentionTile.Lanes;
    private const int MostQueries = 128;

    // A tile of scores of that many keys lies in the first cache, with the panel.
    private const int MostKeys = 256;

    // A block of queries reads its keys and values once; but each thread should get a few blocks.
    private const int EnoughItems = 16;

    public AttentionProblem Problem;
    public float* Q;
    public KeyValueRows KeysAndValues;
    public float* Output;
    public float* Statistics;
    private int queryBlock;
    private int blocksPerSequence;

    public void Start()
    {
        queryBlock = MostQueries;
        if (Problem.Sequences * Problem.NumHeads * ((Problem.LongestQuery + queryBlock - 1) / queryBlock) < EnoughItems)
        {
            queryBlock /= 2;
        }

        blocksPerSequence = (Problem.LongestQuery + queryBlock - 1) / queryBlock;
        Team.Run(ref this, Problem.Sequences * Problem.NumHeads * blocksPerSequence);
    }

    public readonly void Run(int item)
    {
        // Under a causal mask the last block has the most to do: it goes first.
        var block = blocksPerSequence - 1 - (item % blocksPerSequence);
        var head = item / blocksPerSequence % Problem.NumHeads;
        var sequence = item / blocksPerSequence / Problem.NumHeads;
        var start = block * queryBlock;
        var count = Math.Min(queryBlock, Problem.QueryLength(sequence) - start);
        if (count > 0)
        {
            Block(sequence, head, start, count);
        }
    }

    private readonly void Block(int sequence, int head, int start, int count)
    {
        var (headDim, valueDim) = (Problem.HeadDim, Problem.ValueDim);
        var panels = (count + Lanes - 1) / Lanes;
        var panelSize = AttentionPanel.Length(headDim, valueDim);
        var memory = new Memory(headDim, valueDim, panels, KeysAndValues.BufferPerKey(Problem));
        var (shift, sum) = Problem.Initial(head);
        for (var p = 0; p < panels; p++)
        {
            var panel = new AttentionPanel(memory.Panels + (p * panelSize), headDim, valueDim);
            var query = start + (p * Lanes);
            AttentionTile.Load(Problem.QueryRow(Q, sequence, head, query), Problem.QueryStride, Math.Min(Lanes, start + count - query), headDim,
                Problem.Terms.ProductScale, panel.Queries);
            panel.Start(shift, sum);
        }

        var keyValueHead = Problem.KeyValueHead(head);
        var (from, to) = Problem.Visibility.Span(sequence, start, count);
        // Blocks as equal as may be: a short one costs nearly what a long one does.
        var blocks = (to - from + MostKeys - 1) / MostKeys;
        var keyBlock = blocks == 0 ? 0 : (((to - from + blocks - 1) / blocks) + Lanes - 1) / Lanes * Lanes;
        for (var first = from; first < to; first += keyBlock)
        {
            var end = Math.Min(to, first + keyBlock);
            var (keys, keyStride) = KeysAndValues.GatherKeys(Problem, sequence, keyValueHead, first, end, memory.Gathered);
            var (values, valueStride) = KeysAndValues.GatherValues(Problem, sequence, keyValueHead, first, end, memory.Gathered + (MostKeys * headDim));
            for (var p = 0; p < panels; p++)
            {
                var query = start + (p * Lanes);
                var queries = Math.Min(Lanes, start + count - query);
                var (keyFrom, keyTo) = Problem.Visibility.Span(sequence, query, queries);
                (keyFrom, keyTo) = (Math.Max(first, keyFrom), Math.Min(end, keyTo));
                if (keyFrom < keyTo)
                {
                    var panel = new AttentionPanel(memory.Panels + (p * panelSize), headDim, valueDim);
                    Tile(sequence, head, query, queries, keyFrom, keyTo, panel, (float*)keys + ((long)(keyFrom - first) * keyStride), keyStride,
                        (float*)values + ((long)(keyFrom - first) * valueStride), valueStride, memory);
                }
            }
        }

        for (var p = 0; p < panels; p++)
        {
            var query = start + (p * Lanes);
            var queries = Math.Min(Lanes, start + count - query);
            var panel = new AttentionPanel(memory.Panels + (p * panelSize), headDim, valueDim);
            panel.Normalize<TLanes>();
            var statistics = Statistics + Problem.Statistics(sequence, head, query);
            new ReadOnlySpan<float>(panel.Shift, queries).CopyTo(new Span<float>(statistics, queries));
            new ReadOnlySpan<float>(panel.Sum, queries).CopyTo(new Span<float>(statistics + Problem.StatisticsStride, queries));
            MatrixTranspose.FromPanel(panel.Outputs, Problem.OutputRow(Output, sequence, head, query), Problem.OutputStride, queries, valueDim);
        }
    }

    /// <summary>One panel of queries against one block of keys.</summary>
    private readonly void Tile(int sequence, int head, int query, int queries, int from, int to, AttentionPanel panel, float* keys, int keyStride,
        float* values, int valueStride, in Memory memory)
    {
        var view = Problem.Visibility.Examine(sequence, head, query, queries, from, to);
        if ((view & TileView.Unseen) != 0)
        {
            return;
        }

        var scores = memory.Scores;
        AttentionTile.Scores<TLanes>(Problem, view, sequence, head, query, queries, from, to, panel.Queries, keys, keyStride, scores, Lanes,
            memory.Buffer);
        panel.Exponentiate<TLanes>(scores, to - from);
        if (Problem.HasDropout)
        {
            Problem.FillKeep(sequence, head, query, from, to - from, memory.Buffer);
            RowMath.Multiply(scores, memory.Buffer, (to - from) * Lanes);
        }

        // A bias may hide anything: it may be -inf.
        if (Problem.Visibility.HidesUnusual(view | (Problem.Terms.HasBias ? TileView.Map : TileView.Full), sequence, query, queries, from, to, values,
            valueStride, Problem.ValueDim))
        {
            GuardedProduct.Add(scores, Lanes, to - from, values, valueStride, Problem.ValueDim, panel.Outputs);
            return;
        }

        // [valueDim, keys] x [keys, lanes] -> [valueDim, lanes]
        MatMulTile.Multiply(values, 1, valueStride, scores, Lanes, to - from, panel.Outputs, Lanes, Problem.ValueDim, accumulate: true);
    }

    /// <summary>An item's scratch memory.</summary>
    private readonly struct Memory
    {
        public Memory(int headDim, int valueDim, int panels, int gatheredPerKey)
        {
            var buffer = AttentionTerms.BufferLength(MostKeys);
            Scores = Scratch.Local((MostKeys * (Lanes + gatheredPerKey)) + buffer + ((long)panels * AttentionPanel.Length(headDim, valueDim)));
            Buffer = Scores + (MostKeys * Lanes);
            Panels = Buffer + buffer;
            Gathered = Panels + (panels * AttentionPanel.Length(headDim, valueDim));
        }

        /// <summary>[keys, 16].</summary>
        public float* Scores { get; }

        /// <summary>What the terms of the scores need, or dropout: never both at once.</summary>
        public float* Buffer { get; }

        public float* Panels { get; }

        /// <summary>Keys, then values, if they have to be brought together.</summary>
        public float* Gathered { get; }
    }
}
