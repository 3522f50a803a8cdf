namespace Heed.Kernels;

/// <summary>What is to be said of the weights, and where to.</summary>
internal unsafe struct SummaryPass : IAttentionPass
{
    public float* Q;
    public KeyValueRows Keys;
    public float* Statistics;

    /// <summary>[query tokens]; null: ones.</summary>
    public float* QueryWeights;

    /// <summary>[numHeads, query tokens]; null: not wanted.</summary>
    public float* Entropy;

    /// <summary>[numHeads, query tokens, <see cref="TopCount"/>].</summary>
    public int* TopKeys;

    /// <summary>[numHeads, query tokens, <see cref="TopCount"/>].</summary>
    public float* TopWeights;
    public int TopCount;

    /// <summary>[numHeads, key tokens]; null: not wanted.</summary>
    public float* ColumnSums;

    public readonly void Run<TLanes>(in AttentionProblem problem)
        where TLanes : struct, ILanes<TLanes>
    {
        var work = new AttentionSummary<TLanes> { Problem = problem, Pass = this };
        work.Start();
    }
}
