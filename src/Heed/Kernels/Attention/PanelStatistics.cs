namespace Heed.Kernels;

/// <summary>What turns the scores of a panel into weights: p = e^(s - shift) factor.</summary>
internal static unsafe class PanelStatistics
{
    /// <summary>Those of the queries [query, query + count). One that sees nothing, and a lane without a query, get weights of zero.</summary>
    /// <param name="statistics">As the forward left them.</param>
    /// <param name="shift">[16].</param>
    /// <param name="factor">[16].</param>
    public static void Load(in AttentionProblem problem, float* statistics, int sequence, int head, int query, int count, float* shift, float* factor)
    {
        for (var lane = 0; lane < AttentionTile.Lanes; lane++)
        {
            (shift[lane], factor[lane]) = (float.PositiveInfinity, 1);
            if (lane < count)
            {
                var own = statistics + problem.Statistics(sequence, head, query + lane);
                if (own[problem.StatisticsStride] != 0)
                {
                    (shift[lane], factor[lane]) = (own[0], 1 / own[problem.StatisticsStride]);
                }
            }
        }
    }
}
