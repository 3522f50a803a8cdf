using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// Cross-attention, one head: queries are made of one sequence, keys and values of another, Q = X W_q, K = C W_k, V = C W_v, and
/// output = softmax(Q K^T / sqrt(headDim)) V (Vaswani et al. 2017, section 3.2.3, "encoder-decoder attention").
/// </summary>
public static class CrossAttention
{
    /// <param name="x">[..., queryLen, modelDim].</param>
    /// <param name="context">C, [..., keyLen, contextDim].</param>
    /// <param name="queryWeight">W_q, [modelDim, headDim].</param>
    /// <param name="keyWeight">W_k, [contextDim, headDim].</param>
    /// <param name="valueWeight">W_v, [contextDim, valueDim].</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <returns>[..., queryLen, valueDim] and [..., queryLen, keyLen].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static (Tensor Output, Tensor Weights) Apply(
        Tensor x, Tensor context, Tensor queryWeight, Tensor keyWeight, Tensor valueWeight, AttentionMask? mask = null) =>
        ScaledDotAttention.Apply(Op.MatMul(x, queryWeight), Op.MatMul(context, keyWeight), Op.MatMul(context, valueWeight), mask);
}
