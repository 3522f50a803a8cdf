using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// General attention (Luong, Pham and Manning 2015, section 3.1, "general"): e_ij = q_i^T W k_j, weights = softmax over j of e_ij,
/// output_i = sum_j w_ij v_j. W is learned and brings queries and keys of different widths together; with W = W_q W_k^T of low rank
/// it is what the projections of a transformer's head do.
/// </summary>
public static class GeneralAttention
{
    /// <param name="query">[..., queryLen, queryDim].</param>
    /// <param name="key">[..., keyLen, keyDim].</param>
    /// <param name="value">[..., keyLen, valueDim].</param>
    /// <param name="weight">W, [queryDim, keyDim].</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <returns>[..., queryLen, valueDim] and [..., queryLen, keyLen].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static (Tensor Output, Tensor Weights) Apply(Tensor query, Tensor key, Tensor value, Tensor weight, AttentionMask? mask = null) =>
        DotAttention.Apply(Op.MatMul(query, weight), key, value, mask); // [..., queryLen, queryDim] x [queryDim, keyDim] -> [..., queryLen, keyDim]
}
