using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// Dot attention (Luong, Pham and Manning 2015, section 3.1, "dot"): e_ij = q_i . k_j, weights = softmax over j of e_ij,
/// output_i = sum_j w_ij v_j. Nothing to learn and nothing scaled: <see cref="ScaledDotAttention"/> without its square root.
/// </summary>
public static class DotAttention
{
    /// <param name="query">[..., queryLen, dim].</param>
    /// <param name="key">[..., keyLen, dim].</param>
    /// <param name="value">[..., keyLen, valueDim].</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <returns>[..., queryLen, valueDim] and [..., queryLen, keyLen].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static (Tensor Output, Tensor Weights) Apply(Tensor query, Tensor key, Tensor value, AttentionMask? mask = null)
    {
        var scores = Op.MatMul(query, key, transposeB: true); // [..., queryLen, dim] x [..., dim, keyLen] -> [..., queryLen, keyLen]
        var weights = Op.Softmax(MaskedScores.Apply(scores, mask));
        return (Op.MatMul(weights, value), weights);
    }
}
