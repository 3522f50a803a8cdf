using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// Linear attention (Katharopoulos et al. 2020): w_ij = phi(q_i) . phi(k_j) / sum_l phi(q_i) . phi(k_l), phi(x) = elu(x) + 1, in place of
/// softmax. A product of features can be taken apart, output_i = phi(q_i) (sum_j phi(k_j) v_j^T) / (phi(q_i) . sum_j phi(k_j)), and
/// the sums over keys are the same for all queries: time and memory are linear in the length.
/// </summary>
public static class LinearAttention
{
    /// <summary>phi(x) = elu(x) + 1: x + 1 above 0 and e^x below. Positive, so that weights are (equation 7).</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Features(Tensor x) => Op.Add(Op.Elu(x), Tensor.From([1f], 1));

    /// <summary>The weights written out: queryLen x keyLen of them, and any mask.</summary>
    /// <param name="query">[..., queryLen, headDim].</param>
    /// <param name="key">[..., keyLen, headDim].</param>
    /// <param name="value">[..., keyLen, valueDim].</param>
    /// <param name="mask">Who may attend to whom; one that adds to scores has nothing to add to.</param>
    /// <returns>[..., queryLen, valueDim] and [..., queryLen, keyLen].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the mask adds to scores.</exception>
    public static (Tensor Output, Tensor Weights) Apply(Tensor query, Tensor key, Tensor value, AttentionMask? mask = null)
    {
        if (mask?.Bias is not null)
        {
            throw new ArgumentException("Linear attention has no scores that a mask could add to.", nameof(mask));
        }

        var products = Op.MatMul(Features(query), Features(key), transposeB: true); // [..., queryLen, keyLen]
        products = MaskedScores.Apply(products, mask, fill: 0);
        var weights = Divide(products, Op.Sum(products, axis: -1));
        return (Op.MatMul(weights, value), weights);
    }

    /// <summary>The same without weights, in time linear in the length: every query sees every key.</summary>
    /// <param name="query">[..., queryLen, headDim].</param>
    /// <param name="key">[..., keyLen, headDim].</param>
    /// <param name="value">[..., keyLen, valueDim].</param>
    /// <returns>[..., queryLen, valueDim].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor InLinearTime(Tensor query, Tensor key, Tensor value)
    {
        var (q, k) = (Features(query), Features(key));
        var state = Op.MatMul(k, value, transposeA: true); // [..., headDim, keyLen] x [..., keyLen, valueDim] -> [..., headDim, valueDim]
        var mass = Op.Sum(k, axis: -2);                    // [..., 1, headDim]
        return Divide(Op.MatMul(q, state), Op.MatMul(q, mass, transposeB: true)); // [..., queryLen, valueDim] / [..., queryLen, 1]
    }

    /// <summary>The same for a causal mask, one position after another: a recurrent network whose state is <see cref="LinearAttentionState"/>.</summary>
    /// <param name="query">[..., seqLen, headDim].</param>
    /// <param name="key">[..., seqLen, headDim].</param>
    /// <param name="value">[..., seqLen, valueDim].</param>
    /// <returns>[..., seqLen, valueDim].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or there is no position.</exception>
    public static Tensor CausalInLinearTime(Tensor query, Tensor key, Tensor value)
    {
        var state = LinearAttentionState.Empty;
        var outputs = new Tensor[query.Shape[^2]];
        for (var t = 0; t < outputs.Length; t++)
        {
            (outputs[t], state) = state.Step(At(query, t), At(key, t), At(value, t));
        }

        return Op.Concatenate(-2, outputs);

        static Tensor At(Tensor x, int t) => Op.Slice(x, -2, t, t + 1);
    }

    /// <summary>Sums by their mass; zeros where there is none, which is where a query sees nothing.</summary>
    internal static Tensor Divide(Tensor sums, Tensor mass) =>
        Op.Divide(sums, Op.MaskedFill(mass, [.. mass.Data.ToArray().Select(number => number != 0)], 1));
}
