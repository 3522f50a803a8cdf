using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// The heads of multi-head attention (Vaswani et al. 2017, section 3.2.2) without its projections: rows are cut into heads, each head
/// attends by itself, and what they found stands side by side. The layer of the same name learns the projections too.
/// </summary>
public static class MultiHead
{
    /// <param name="query">[batch, queryLen, numHeads * headDim].</param>
    /// <param name="key">[batch, keyLen, numKeyValueHeads * headDim].</param>
    /// <param name="value">[batch, keyLen, numKeyValueHeads * valueDim].</param>
    /// <param name="numHeads">Number of query heads.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <param name="scores">What the scores are beside Q K^T / sqrt(headDim).</param>
    /// <param name="numKeyValueHeads">Number of key/value heads, which divides numHeads; null for as many.</param>
    /// <returns>[batch, queryLen, numHeads * valueDim] and [batch, numHeads, queryLen, keyLen].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static (Tensor Output, Tensor Weights) Apply(
        Tensor query, Tensor key, Tensor value, int numHeads, AttentionMask? mask = null, AttentionScores? scores = null, int? numKeyValueHeads = null)
    {
        var groups = numKeyValueHeads ?? numHeads;
        var (output, weights) = GroupedQueryAttention.Apply(
            HeadSplit.Apply(query, numHeads), HeadSplit.Apply(key, groups), HeadSplit.Apply(value, groups), mask, scores);
        return (HeadSplit.Undo(output), weights);
    }
}
