namespace Heed.Kernels;

/// <summary>What the loss gains when a head's sink takes more: a few sums over the queries.</summary>
internal unsafe struct SinkGradientPass : IAttentionPass
{
    public float* Output;
    public float* Statistics;
    public float* DOutput;
    public float* DSinks;

    public readonly void Run<TLanes>(in AttentionProblem problem)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var head = 0; head < problem.NumHeads; head++)
        {
            var sink = problem.Initial(head).Shift;
            var sum = 0d;
            for (var s = 0; s < problem.Sequences; s++)
            {
                for (var i = 0; i < problem.QueryLength(s); i++)
                {
                    var statistics = Statistics + problem.Statistics(s, head, i);
                    var share = Math.Exp(sink - statistics[0]) / statistics[problem.StatisticsStride];
                    sum += share * RowMath.Dot(problem.OutputRow(Output, s, head, i), problem.OutputRow(DOutput, s, head, i), problem.ValueDim);
                }
            }

            DSinks[head] -= (float)sum;
        }
    }
}
