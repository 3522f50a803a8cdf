using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// Multi-query attention (Shazeer 2019): every head has queries of its own, and all share one head of keys and values. A cache holds
/// 1 / numHeads of what it holds with multi-head attention.
/// </summary>
public static class MultiQueryAttention
{
    /// <param name="query">[batch, numHeads, queryLen, headDim].</param>
    /// <param name="key">[batch, keyLen, headDim].</param>
    /// <param name="value">[batch, keyLen, valueDim].</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <param name="scores">What the scores are beside Q K^T / sqrt(headDim).</param>
    /// <returns>[batch, numHeads, queryLen, valueDim] and [batch, numHeads, queryLen, keyLen].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static (Tensor Output, Tensor Weights) Apply(
        Tensor query, Tensor key, Tensor value, AttentionMask? mask = null, AttentionScores? scores = null) =>
        GroupedQueryAttention.Apply(query, OneHead(key), OneHead(value), mask, scores);

    /// <summary>[batch, keyLen, dim] -> [batch, 1, keyLen, dim].</summary>
    private static Tensor OneHead(Tensor x) => x.Reshape([x.Shape[0], 1, .. x.Shape[1..]]);
}
