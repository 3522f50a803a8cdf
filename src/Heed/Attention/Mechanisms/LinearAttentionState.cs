using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// All that causal linear attention keeps of the past (Katharopoulos et al. 2020, section 3.4): S = sum_j phi(k_j) v_j^T and
/// z = sum_j phi(k_j), headDim (valueDim + 1) numbers a head at any length. Steps leave it as it was and give the next one.
/// </summary>
public sealed class LinearAttentionState
{
    private LinearAttentionState(Tensor? sums, Tensor? mass) => (Sums, Mass) = (sums, mass);

    /// <summary>Before the first position.</summary>
    public static LinearAttentionState Empty { get; } = new(null, null);

    /// <summary>S, [..., headDim, valueDim]; null before the first position.</summary>
    public Tensor? Sums { get; }

    /// <summary>z, [..., 1, headDim]; null before the first position.</summary>
    public Tensor? Mass { get; }

    /// <summary>One position: its key and value are taken in, then its query asks. output = phi(q) S / (phi(q) . z).</summary>
    /// <param name="query">[..., 1, headDim].</param>
    /// <param name="key">[..., 1, headDim].</param>
    /// <param name="value">[..., 1, valueDim].</param>
    /// <returns>[..., 1, valueDim] and the state after the position.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public (Tensor Output, LinearAttentionState Next) Step(Tensor query, Tensor key, Tensor value)
    {
        var (q, k) = (LinearAttention.Features(query), LinearAttention.Features(key));
        var product = Op.MatMul(k, value, transposeA: true); // [..., headDim, 1] x [..., 1, valueDim] -> [..., headDim, valueDim]
        var sums = Sums is null ? product : Op.Add(Sums, product);
        var mass = Mass is null ? k : Op.Add(Mass, k);
        var output = LinearAttention.Divide(Op.MatMul(q, sums), Op.MatMul(q, mass, transposeB: true)); // [..., 1, valueDim] / [..., 1, 1]
        return (output, new LinearAttentionState(sums, mass));
    }
}
