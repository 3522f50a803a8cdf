namespace Heed.Kernels;

/// <summary>The weights of some heads and neighbouring queries of one sequence, written out.</summary>
internal unsafe struct WeightsPass : IAttentionPass
{
    private const int QueryBlock = 64;
    private const int Lanes = AttentionTile.Lanes;
    private const int KeyBlock = 192;

    public float* Q;
    public KeyValueRows Keys;
    public float* Statistics;
    public int Sequence;

    /// <summary>[<see cref="HeadCount"/>].</summary>
    public int* Heads;
    public int HeadCount;
    public int FirstQuery;
    public int QueryCount;

    /// <summary>[heads, queries, keyLen].</summary>
    public float* Target;

    public readonly void Run<TLanes>(in AttentionProblem problem)
        where TLanes : struct, ILanes<TLanes>
    {
        var work = new Work<TLanes> { Problem = problem, Pass = this };
        Team.Run(ref work, HeadCount * ((QueryCount + QueryBlock - 1) / QueryBlock));
    }

    /// <summary>An item is a head and a block of its queries.</summary>
    private struct Work<TLanes> : IParallelWork
        where TLanes : struct, ILanes<TLanes>
    {
        public AttentionProblem Problem;
        public WeightsPass Pass;

        public readonly void Run(int item)
        {
            var blocks = (Pass.QueryCount + QueryBlock - 1) / QueryBlock;
            var (place, block) = (item / blocks, item % blocks);
            var head = Pass.Heads[place];
            var keyLen = Problem.KeyLength(Pass.Sequence);
            var skipped = block * QueryBlock;
            var count = Math.Min(QueryBlock, Pass.QueryCount - skipped);
            var target = Pass.Target + ((((long)place * Pass.QueryCount) + skipped) * keyLen);
            new Span<float>(target, checked(count * keyLen)).Clear();
            var buffer = AttentionTerms.BufferLength(KeyBlock);
            var queries = Scratch.Local((long)(Lanes * (Problem.HeadDim + KeyBlock)) + buffer + ((long)KeyBlock * Problem.HeadDim));
            for (var i = 0; i < count; i += Lanes)
            {
                Panel(head, Pass.FirstQuery + skipped + i, Math.Min(Lanes, count - i), queries, target + ((long)i * keyLen));
            }
        }

        private readonly void Panel(int head, int query, int count, float* queries, float* target)
        {
            var sequence = Pass.Sequence;
            var scores = queries + (Lanes * Problem.HeadDim);
            var terms = scores + (Lanes * KeyBlock);
            var gathered = terms + AttentionTerms.BufferLength(KeyBlock);
            float* shift = stackalloc float[Lanes], factor = stackalloc float[Lanes];
            PanelStatistics.Load(Problem, Pass.Statistics, sequence, head, query, count, shift, factor);
            AttentionTile.Load(Problem.QueryRow(Pass.Q, sequence, head, query), Problem.QueryStride, count, Problem.HeadDim,
                Problem.Terms.ProductScale, queries);
            var (from, to) = Problem.Visibility.Span(sequence, query, count);
            for (var first = from; first < to; first += KeyBlock)
            {
                var end = Math.Min(to, first + KeyBlock);
                var view = Problem.Visibility.Examine(sequence, head, query, count, first, end);
                if ((view & TileView.Unseen) == 0)
                {
                    var (keys, stride) = Pass.Keys.GatherKeys(Problem, sequence, Problem.KeyValueHead(head), first, end, gathered);
                    AttentionTile.Scores<TLanes>(Problem, view, sequence, head, query, count, first, end, queries, (float*)keys, stride, scores,
                        Lanes, terms);
                    Exponentiate(scores, shift, factor, end - first);
                    MatrixTranspose.FromPanel(scores, target + first, Problem.KeyLength(sequence), count, end - first);
                }
            }
        }

        /// <summary>scores = e^(scores - shift) factor; a hidden one is 0 even where the statistics are NaN.</summary>
        private static void Exponentiate(float* scores, float* shift, float* factor, int keys)
        {
            TLanes m = TLanes.Load(shift), f = TLanes.Load(factor), hidden = TLanes.Create(float.NegativeInfinity);
            for (; keys > 0; keys--, scores += Lanes)
            {
                var s = TLanes.Load(scores);
                TLanes.SelectEqual(s, hidden, TLanes.Zero, TLanes.Exp(s - m) * f).Store(scores);
            }
        }
    }
}
