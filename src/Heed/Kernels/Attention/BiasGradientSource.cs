namespace Heed.Kernels;

/// <summary>What the gradients of the scores are computed from, laid out as an <see cref="AttentionShape"/> says.</summary>
internal unsafe struct BiasGradientSource
{
    public float* Q;
    public float* K;
    public float* V;
    public float* Output;
    public float* Statistics;
    public float* DOutput;

    /// <summary>
    /// What turns the scores of sixteen queries into weights, e^(score - shift) factor, and delta = dO output. A query that sees
    /// nothing, and a lane without a query, get weights of zero.
    /// </summary>
    public readonly void LoadStatistics(in AttentionProblem problem, int sequence, int head, int query, int queries, float* shift, float* factor, float* delta)
    {
        for (var lane = 0; lane < AttentionTile.Lanes; lane++)
        {
            (shift[lane], factor[lane], delta[lane]) = (float.PositiveInfinity, 1, 0);
            if (lane < queries)
            {
                var statistics = Statistics + problem.Statistics(sequence, head, query + lane);
                delta[lane] = RowMath.Dot(problem.OutputRow(Output, sequence, head, query + lane),
                    problem.OutputRow(DOutput, sequence, head, query + lane), problem.ValueDim);
                if (statistics[problem.StatisticsStride] != 0)
                {
                    (shift[lane], factor[lane]) = (statistics[0], 1 / statistics[problem.StatisticsStride]);
                }
            }
        }
    }
}
