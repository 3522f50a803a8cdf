namespace Heed.Kernels;

/// <summary>
/// Where a summary of the weights p_ij goes. With a sink the weights of a query sum to less than one, and the summary is of the
/// keys' alone; a query that sees nothing has an entropy of zero and no top keys.
/// </summary>
public readonly ref struct AttentionSummaryTarget
{
    /// <summary>The most top keys of a query.</summary>
    public const int MaxTopCount = 16;

    public AttentionSummaryTarget()
    {
    }

    /// <summary>
    /// [numHeads, query tokens], in nats: H_i = -sum_j p_ij ln p_ij (Shannon 1948); 0 where a query looks at one key alone, ln n
    /// where it looks at n keys evenly. Empty: not wanted.
    /// </summary>
    public Span<float> Entropy { get; init; }

    /// <summary>How many keys of the largest weights of each query are wanted, 0 to 16.</summary>
    public int TopCount { get; init; }

    /// <summary>
    /// [numHeads, query tokens, TopCount]: the keys (within their sequence) of the largest weights, the largest first, of equal ones
    /// the smaller key, down to weights of zero where scores are far apart; -1 where a query sees fewer.
    /// </summary>
    public Span<int> TopKeys { get; init; }

    /// <summary>[numHeads, query tokens, TopCount]: their weights; the first of a query is its largest.</summary>
    public Span<float> TopWeights { get; init; }

    /// <summary>[numHeads, key tokens]: c_j = sum_i w_i p_ij, what the queries look at key j altogether. Empty: not wanted.</summary>
    public Span<float> ColumnSums { get; init; }

    /// <summary>[query tokens]: the w_i of the column sums; empty: ones. A query of zero is not there, even if its weights are NaN.</summary>
    public ReadOnlySpan<float> QueryWeights { get; init; }

    internal void Check(in AttentionShape shape)
    {
        Require.Shape(TopCount is >= 0 and <= MaxTopCount, "0 to 16 top keys");
        var queries = (long)shape.NumHeads * shape.QueryTokens;
        Require.Length(Entropy, Entropy.IsEmpty ? 0 : queries);
        Require.Length(TopKeys, queries * TopCount);
        Require.Length(TopWeights, queries * TopCount);
        Require.Length(ColumnSums, ColumnSums.IsEmpty ? 0 : (long)shape.NumHeads * shape.KeyTokens);
        Require.Length(QueryWeights, QueryWeights.IsEmpty ? 0 : shape.QueryTokens);
    }
}
