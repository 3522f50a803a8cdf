namespace Heed.Kernels;

/// <summary>
/// The summary of the weights: they are computed again from the statistics, tile by tile, and gone with the tile. An item is a
/// sequence and a head, so that each column is summed in one order.
/// </summary>
internal unsafe struct AttentionSummary<TLanes> : IParallelWork
    where TLanes : struct, ILanes<TLanes>
{
    private const int Lanes = AttentionTile.Lanes;
    private const int QueryBlock = 64;
    private const int KeyBlock = 192;

    public AttentionProblem Problem;
    public SummaryPass Pass;

    public readonly void Run(int item)
    {
        var (sequence, head) = (item / Problem.NumHeads, item % Problem.NumHeads);
        if (Pass.ColumnSums != null)
        {
            new Span<float>(ColumnSums(sequence, head), Problem.KeyLength(sequence)).Clear();
        }

        var queryLen = Problem.QueryLength(sequence);
        for (var start = 0; start < queryLen; start += QueryBlock)
        {
            Block(sequence, head, start, Math.Min(QueryBlock, queryLen - start));
        }
    }

    private readonly void Block(int sequence, int head, int start, int count)
    {
        var memory = new Memory(Problem.HeadDim, Pass.TopCount, Pass.Keys.BufferPerKey(Problem));
        var wanted = false;
        for (var i = 0; i < count; i += Lanes)
        {
            wanted |= Begin(memory.Panel(i / Lanes), sequence, head, start + i, Math.Min(Lanes, count - i));
        }

        if (!wanted)
        {
            return;
        }

        var (from, to) = Problem.Visibility.Span(sequence, start, count);
        for (var first = from; first < to; first += KeyBlock)
        {
            var end = Math.Min(to, first + KeyBlock);
            var (keys, stride) = Pass.Keys.GatherKeys(Problem, sequence, Problem.KeyValueHead(head), first, end, memory.Gathered);
            new Span<float>(memory.Columns, Lanes * (end - first)).Clear();
            for (var i = 0; i < count; i += Lanes)
            {
                var (query, queries) = (start + i, Math.Min(Lanes, count - i));
                var (keyFrom, keyTo) = Problem.Visibility.Span(sequence, query, queries);
                (keyFrom, keyTo) = (Math.Max(first, keyFrom), Math.Min(end, keyTo));
                if (keyFrom < keyTo)
                {
                    Tile(memory.Panel(i / Lanes), sequence, head, query, queries, keyFrom, keyTo, (float*)keys + ((long)(keyFrom - first) * stride),
                        stride, memory.Columns + (Lanes * (keyFrom - first)), memory);
                }
            }

            if (Pass.ColumnSums != null)
            {
                SummaryPanel<TLanes>.AddLanes(memory.Columns, ColumnSums(sequence, head) + first, end - first);
            }
        }

        for (var i = 0; i < count; i += Lanes)
        {
            End(memory.Panel(i / Lanes), sequence, head, start + i, Math.Min(Lanes, count - i));
        }
    }

    /// <summary>False if nothing of the panel is wanted.</summary>
    private readonly bool Begin(SummaryPanel<TLanes> panel, int sequence, int head, int query, int count)
    {
        PanelStatistics.Load(Problem, Pass.Statistics, sequence, head, query, count, panel.Shift, panel.Factor);
        panel.Start(Pass.QueryWeights == null ? null : Pass.QueryWeights + Problem.Token(sequence, query), count);
        if (!IsWanted(panel))
        {
            return false;
        }

        AttentionTile.Load(Problem.QueryRow(Pass.Q, sequence, head, query), Problem.QueryStride, count, Problem.HeadDim,
            Problem.Terms.ProductScale, panel.Queries);
        return true;
    }

    private readonly bool IsWanted(SummaryPanel<TLanes> panel) => Pass.Entropy != null || Pass.TopCount > 0 || panel.HasColumns;

    private readonly void Tile(SummaryPanel<TLanes> panel, int sequence, int head, int query, int count, int from, int to, float* keys, int stride,
        float* columns, in Memory memory)
    {
        if (!IsWanted(panel))
        {
            return;
        }

        var view = Problem.Visibility.Examine(sequence, head, query, count, from, to);
        if ((view & TileView.Unseen) != 0)
        {
            return;
        }

        AttentionTile.Scores<TLanes>(Problem, view, sequence, head, query, count, from, to, panel.Queries, keys, stride, memory.Scores, Lanes,
            memory.Buffer);
        if (Pass.TopCount > 0)
        {
            panel.Rank(memory.Scores, from, to - from, count);
        }

        if (Pass.Entropy != null)
        {
            panel.AddEntropy(memory.Scores, to - from);
        }

        if (panel.HasColumns)
        {
            panel.AddColumns(memory.Scores, columns, to - from, Pass.Entropy != null);
        }
    }

    private readonly void End(SummaryPanel<TLanes> panel, int sequence, int head, int query, int count)
    {
        var place = ((long)head * Problem.QueryTokens) + Problem.Token(sequence, query);
        if (Pass.Entropy != null)
        {
            panel.WriteEntropy(Pass.Entropy + place, count);
        }

        if (Pass.TopCount > 0)
        {
            panel.WriteTop(Pass.TopKeys + (place * Pass.TopCount), Pass.TopWeights + (place * Pass.TopCount), count);
        }
    }

    private readonly float* ColumnSums(int sequence, int head) => Pass.ColumnSums + ((long)head * Problem.KeyTokens) + Problem.KeyToken(sequence, 0);

    /// <summary>An item's scratch memory.</summary>
    private readonly struct Memory
    {
        private const int Panels = QueryBlock / Lanes;
        private readonly float* panels;
        private readonly int headDim;
        private readonly int topCount;

        public Memory(int headDim, int topCount, int gatheredPerKey)
        {
            (this.headDim, this.topCount) = (headDim, topCount);
            var buffer = AttentionTerms.BufferLength(KeyBlock);
            var size = SummaryPanel<TLanes>.Length(headDim, topCount);
            Scores = Scratch.Local((KeyBlock * ((2L * Lanes) + gatheredPerKey)) + buffer + (Panels * size));
            Columns = Scores + (KeyBlock * Lanes);
            Buffer = Columns + (KeyBlock * Lanes);
            panels = Buffer + buffer;
            Gathered = panels + (Panels * size);
        }

        /// <summary>[keys, 16].</summary>
        public float* Scores { get; }

        /// <summary>[keys, 16]: sums over the panels, lane by lane.</summary>
        public float* Columns { get; }

        /// <summary>What the terms of the scores need.</summary>
        public float* Buffer { get; }

        /// <summary>Keys, if they have to be brought together.</summary>
        public float* Gathered { get; }

        public SummaryPanel<TLanes> Panel(int p) => new(panels + (p * SummaryPanel<TLanes>.Length(headDim, topCount)), headDim, topCount);
    }
}
