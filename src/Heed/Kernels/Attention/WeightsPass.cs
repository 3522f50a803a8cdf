namespace Heed.Kernels;

/// <summary>The weights of one head over one sequence, written out.</summary>
internal unsafe struct WeightsPass : IAttentionPass
{
    private const int Lanes = AttentionTile.Lanes;
    private const int KeyBlock = 192;

    public float* Q;
    public KeyValueRows Keys;
    public float* Statistics;
    public int Sequence;
    public int Head;

    /// <summary>[queryLen, keyLen].</summary>
    public float* Target;

    public readonly void Run<TLanes>(in AttentionProblem problem)
        where TLanes : struct, ILanes<TLanes>
    {
        var (queryLen, keyLen) = (problem.QueryLength(Sequence), problem.KeyLength(Sequence));
        new Span<float>(Target, checked(queryLen * keyLen)).Clear();
        var buffer = AttentionTerms.BufferLength(KeyBlock);
        var panel = Scratch.Local((long)(Lanes * (problem.HeadDim + KeyBlock)) + buffer + ((long)KeyBlock * problem.HeadDim));
        var scores = panel + (Lanes * problem.HeadDim);
        var gathered = scores + (Lanes * KeyBlock) + buffer;
        for (var query = 0; query < queryLen; query += Lanes)
        {
            var queries = Math.Min(Lanes, queryLen - query);
            AttentionTile.Load(problem.QueryRow(Q, Sequence, Head, query), problem.QueryStride, queries, problem.HeadDim,
                problem.Terms.ProductScale, panel);
            var (from, to) = problem.Visibility.Span(Sequence, query, queries);
            for (var first = from; first < to; first += KeyBlock)
            {
                var end = Math.Min(to, first + KeyBlock);
                var view = problem.Visibility.Examine(Sequence, Head, query, queries, first, end);
                if ((view & TileView.Unseen) == 0)
                {
                    var (keys, stride) = Keys.GatherKeys(problem, Sequence, problem.KeyValueHead(Head), first, end, gathered);
                    AttentionTile.Scores<TLanes>(problem, view, Sequence, Head, query, queries, first, end, panel, (float*)keys, stride, scores,
                        Lanes, scores + (Lanes * KeyBlock));
                    Exponentiate<TLanes>(problem, scores, query, queries, end - first);
                    MatrixTranspose.FromPanel(scores, Target + ((long)query * keyLen) + first, keyLen, queries, end - first);
                }
            }
        }
    }

    /// <summary>scores = e^(scores - shift) / sum.</summary>
    private readonly void Exponentiate<TLanes>(in AttentionProblem problem, float* scores, int query, int queries, int keys)
        where TLanes : struct, ILanes<TLanes>
    {
        float* shift = stackalloc float[Lanes], factor = stackalloc float[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
        {
            (shift[lane], factor[lane]) = (float.PositiveInfinity, 1);
            if (lane < queries)
            {
                var statistics = Statistics + problem.Statistics(Sequence, Head, query + lane);
                if (statistics[problem.StatisticsStride] != 0)
                {
                    (shift[lane], factor[lane]) = (statistics[0], 1 / statistics[problem.StatisticsStride]);
                }
            }
        }

        TLanes m = TLanes.Load(shift), f = TLanes.Load(factor);
        for (; keys > 0; keys--, scores += Lanes)
        {
            (TLanes.Exp(TLanes.Load(scores) - m) * f).Store(scores);
        }
    }
}
