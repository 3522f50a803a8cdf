namespace Heed.Kernels;

/// <summary>
/// The summary of the weights: they are computed again from the statistics, tile by tile, and gone with the tile. An item is a
/// sequence, a head and a piece of its queries; the column sums of the pieces are added in their order.
/// </summary>
internal unsafe struct AttentionSummary<TLanes> : IParallelWork
    where TLanes : struct, ILanes<TLanes>
{
    private const int Lanes = AttentionTile.Lanes;
    private const int QueryBlock = 64;
    private const int KeyBlock = 192;

    // Queries are split only where sequences and heads alone would leave threads without work.
    private const int PieceQueries = 512;
    private const int EnoughItems = 16;

    public AttentionProblem Problem;
    public SummaryPass Pass;
    private int pieces;
    private int pieceQueries;
    private float* partialSums;

    public void Start()
    {
        var owners = Problem.Sequences * Problem.NumHeads;
        if (owners == 0)
        {
            return;
        }

        var blocks = (Problem.LongestQuery + QueryBlock - 1) / QueryBlock;
        pieces = Math.Max(1, Math.Min((EnoughItems + owners - 1) / owners, blocks * QueryBlock / PieceQueries));
        pieceQueries = (blocks + pieces - 1) / pieces * QueryBlock;
        var sums = checked(Problem.NumHeads * Problem.KeyTokens);
        partialSums = pieces > 1 && Pass.ColumnSums != null ? Scratch.Shared((pieces - 1L) * sums) : null;
        Team.Run(ref this, owners * pieces);
        for (var piece = 1; partialSums != null && piece < pieces; piece++)
        {
            RowMath.Add(partialSums + ((piece - 1L) * sums), Pass.ColumnSums, sums);
        }
    }

    public readonly void Run(int item)
    {
        var (owner, piece) = (item / pieces, item % pieces);
        var (sequence, head) = (owner / Problem.NumHeads, owner % Problem.NumHeads);
        var sums = ColumnSums(sequence, head, piece);
        if (sums != null)
        {
            new Span<float>(sums, Problem.KeyLength(sequence)).Clear();
        }

        var end = (int)Math.Min(Problem.QueryLength(sequence), (piece + 1L) * pieceQueries);
        for (var start = piece * pieceQueries; start < end; start += QueryBlock)
        {
            Block(sequence, head, start, Math.Min(QueryBlock, end - start), sums);
        }
    }

    private readonly void Block(int sequence, int head, int start, int count, float* sums)
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

            if (sums != null)
            {
                SummaryPanel<TLanes>.AddLanes(memory.Columns, sums + first, end - first);
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

    private readonly bool IsWanted(SummaryPanel<TLanes> panel) => Pass.Entropy != null || Pass.TopCount > 0 || WantsColumns(panel);

    private readonly bool WantsColumns(SummaryPanel<TLanes> panel) => Pass.ColumnSums != null && panel.HasColumns;

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

        if (WantsColumns(panel))
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

    /// <summary>[keyLen], where a piece sums its columns: the first in the result itself; null if nobody wants them.</summary>
    private readonly float* ColumnSums(int sequence, int head, int piece)
    {
        var sums = piece == 0 ? Pass.ColumnSums : partialSums == null ? null : partialSums + ((piece - 1L) * Problem.NumHeads * Problem.KeyTokens);
        return sums == null ? null : sums + ((long)head * Problem.KeyTokens) + Problem.KeyToken(sequence, 0);
    }

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
