using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// Additive attention (Bahdanau, Cho and Bengio 2015, appendix A.1.2): e_ij = v . tanh(W_q q_i + W_k k_j + b), weights = softmax over
/// j of e_ij, output_i = sum_j w_ij v_j. A small network compares each pair, so queries and keys may be of different widths.
/// </summary>
public static class AdditiveAttention
{
    /// <param name="query">[..., queryLen, queryDim].</param>
    /// <param name="key">[..., keyLen, keyDim].</param>
    /// <param name="value">[..., keyLen, valueDim].</param>
    /// <param name="queryWeight">W_q, [hiddenDim, queryDim].</param>
    /// <param name="keyWeight">W_k, [hiddenDim, keyDim].</param>
    /// <param name="scoreWeight">v, [hiddenDim].</param>
    /// <param name="bias">b, [hiddenDim], or null.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <returns>[..., queryLen, valueDim] and [..., queryLen, keyLen].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static (Tensor Output, Tensor Weights) Apply(
        Tensor query, Tensor key, Tensor value, Tensor queryWeight, Tensor keyWeight, Tensor scoreWeight, Tensor? bias = null, AttentionMask? mask = null)
    {
        var (queries, keys) = Pairs.Of(Op.Linear(query, queryWeight), Op.Linear(key, keyWeight, bias));
        var hidden = Op.Tanh(Op.Add(queries, keys));                           // [..., queryLen, keyLen, hiddenDim]
        var scores = Op.Linear(hidden, scoreWeight.Reshape(1, hidden.Columns)); // [..., queryLen, keyLen, 1]
        var weights = Op.Softmax(MaskedScores.Apply(scores.Reshape(scores.Shape[..^1]), mask));
        return (Op.MatMul(weights, value), weights);
    }
}
