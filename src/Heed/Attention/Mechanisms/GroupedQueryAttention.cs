using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// Grouped-query attention (Ainslie et al. 2023): numKeyValueHeads heads of keys and values serve numHeads heads of queries, each
/// numHeads / numKeyValueHeads neighbours. As many as there are query heads is multi-head attention; one is multi-query attention
/// (Shazeer 2019). A cache holds numKeyValueHeads / numHeads of what it held.
/// </summary>
public static class GroupedQueryAttention
{
    /// <param name="query">[batch, numHeads, queryLen, headDim].</param>
    /// <param name="key">[batch, numKeyValueHeads, keyLen, headDim].</param>
    /// <param name="value">[batch, numKeyValueHeads, keyLen, valueDim].</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <param name="scores">What the scores are beside Q K^T / sqrt(headDim).</param>
    /// <returns>[batch, numHeads, queryLen, valueDim] and [batch, numHeads, queryLen, keyLen].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static (Tensor Output, Tensor Weights) Apply(
        Tensor query, Tensor key, Tensor value, AttentionMask? mask = null, AttentionScores? scores = null)
    {
        if (query.Rank != 4 || key.Rank != 4 || query.Shape[1] % Math.Max(1, key.Shape[1]) != 0)
        {
            throw new ArgumentException($"Grouped queries are [batch, numHeads, queryLen, headDim] and their heads a multiple of those of the keys, not {query} over {key}.");
        }

        var (batch, numHeads, queryLen, groups) = (query.Shape[0], query.Shape[1], query.Shape[2], key.Shape[1]);
        // The queries of a group stand one under another and see the same keys: no key is copied.
        var grouped = query.Reshape(batch, groups, numHeads / groups * queryLen, query.Columns);
        var products = Op.MatMul(grouped, key, transposeB: true).Reshape(batch, numHeads, queryLen, key.Shape[2]);
        var weights = ScaledDotAttention.Weigh(products, query.Columns, mask, scores ?? AttentionScores.Scaled);
        var output = Op.MatMul(weights.Reshape(batch, groups, numHeads / groups * queryLen, key.Shape[2]), value);
        return (output.Reshape(batch, numHeads, queryLen, value.Columns), weights);
    }
}
