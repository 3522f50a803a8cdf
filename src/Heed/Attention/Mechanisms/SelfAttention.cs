using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// Self-attention, one head: queries, keys and values are made of the same rows, Q = X W_q, K = X W_k, V = X W_v, and
/// output = softmax(Q K^T / sqrt(headDim)) V (Vaswani et al. 2017, section 3.2.3).
/// </summary>
public static class SelfAttention
{
    /// <param name="x">[seqLen, modelDim] or [batch, seqLen, modelDim].</param>
    /// <param name="queryWeight">W_q, [modelDim, headDim].</param>
    /// <param name="keyWeight">W_k, [modelDim, headDim].</param>
    /// <param name="valueWeight">W_v, [modelDim, valueDim].</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <returns>[..., seqLen, valueDim] and [..., seqLen, seqLen].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static (Tensor Output, Tensor Weights) Apply(
        Tensor x, Tensor queryWeight, Tensor keyWeight, Tensor valueWeight, AttentionMask? mask = null) =>
        CrossAttention.Apply(x, x, queryWeight, keyWeight, valueWeight, mask);
}
