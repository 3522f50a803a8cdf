using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// Scaled dot-product attention (Vaswani et al. 2017, equation 1): softmax(Q K^T / sqrt(headDim)) V, as it is written and with the
/// matrix of weights made. <see cref="FusedAttention"/> gives the same without making it.
/// </summary>
public static class ScaledDotAttention
{
    /// <param name="query">[queryLen, headDim], [batch, queryLen, headDim] or [batch, numHeads, queryLen, headDim].</param>
    /// <param name="key">[..., keyLen, headDim].</param>
    /// <param name="value">[..., keyLen, valueDim].</param>
    /// <param name="mask">Who may attend to whom; a query that sees nothing gets zeros.</param>
    /// <param name="scores">What the scores are beside Q K^T / sqrt(headDim): scale, soft cap, biases, sinks.</param>
    /// <returns>[..., queryLen, valueDim] and [..., queryLen, keyLen].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static (Tensor Output, Tensor Weights) Apply(
        Tensor query, Tensor key, Tensor value, AttentionMask? mask = null, AttentionScores? scores = null)
    {
        var products = Op.MatMul(query, key, transposeB: true); // [..., queryLen, headDim] x [..., headDim, keyLen] -> [..., queryLen, keyLen]
        var weights = Weigh(products, query.Columns, mask, scores ?? AttentionScores.Scaled);
        return (Op.MatMul(weights, value), weights);
    }

    /// <summary>From the products of queries and keys to the weights: scale, cap, add, mask, softmax.</summary>
    /// <param name="products">[..., queryLen, keyLen].</param>
    /// <param name="headDim">Of queries and keys.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <param name="options">What the scores are.</param>
    internal static Tensor Weigh(Tensor products, int headDim, AttentionMask? mask, AttentionScores options)
    {
        var scores = Op.Scale(products, options.Scale ?? 1 / MathF.Sqrt(headDim));
        scores = options.SoftCap > 0 ? SoftCap.Apply(scores, options.SoftCap) : scores;
        scores = ScoreBias.Add(scores, options, firstPlace: mask is { AlignsTopLeft: true } ? 0 : scores.Columns - scores.Shape[^2]);
        scores = MaskedScores.Apply(scores, mask);
        return options.Sinks is null ? Op.Softmax(scores) : SinkSoftmax.Apply(scores, options.Sinks);
    }
}
