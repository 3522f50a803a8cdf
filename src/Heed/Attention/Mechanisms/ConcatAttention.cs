using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// Concat attention (Luong, Pham and Manning 2015, section 3.1, "concat"): e_ij = v . tanh(W [q_i; k_j]), weights = softmax over j of
/// e_ij, output_i = sum_j w_ij v_j. It is <see cref="AdditiveAttention"/> with W = [W_q, W_k], written as in the paper.
/// </summary>
public static class ConcatAttention
{
    /// <param name="query">[..., queryLen, queryDim].</param>
    /// <param name="key">[..., keyLen, keyDim].</param>
    /// <param name="value">[..., keyLen, valueDim].</param>
    /// <param name="weight">W, [hiddenDim, queryDim + keyDim].</param>
    /// <param name="scoreWeight">v, [hiddenDim].</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <returns>[..., queryLen, valueDim] and [..., queryLen, keyLen].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static (Tensor Output, Tensor Weights) Apply(
        Tensor query, Tensor key, Tensor value, Tensor weight, Tensor scoreWeight, AttentionMask? mask = null)
    {
        var (queries, keys) = Pairs.Of(query, key);
        ReadOnlySpan<int> pairs = [.. query.Shape[..^1], key.Shape[^2]]; // [..., queryLen, keyLen]
        var both = Op.Concatenate(-1, Op.Broadcast(queries, [.. pairs, query.Columns]), Op.Broadcast(keys, [.. pairs, key.Columns]));
        var hidden = Op.Tanh(Op.Linear(both, weight));                      // [..., queryLen, keyLen, hiddenDim]
        var scores = Op.Linear(hidden, scoreWeight.Reshape(1, hidden.Columns)); // [..., queryLen, keyLen, 1]
        var weights = Op.Softmax(MaskedScores.Apply(scores.Reshape(pairs), mask));
        return (Op.MatMul(weights, value), weights);
    }
}
