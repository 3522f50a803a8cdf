using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// Kernel regression (Nadaraya 1964; Watson 1964), attention before the word: f(q) = sum_j w_j v_j with
/// w_j = K(q - k_j) / sum_l K(q - k_l) and the Gaussian kernel K(u) = exp(-|u|^2 / (2 bandwidth^2)). That is a softmax over negative
/// squared distances: what is near the query counts.
/// </summary>
public static class KernelRegression
{
    /// <param name="query">[..., queryLen, dim]: where the function is wanted. A kernel of widths that are learned comes of queries and keys that are multiplied by a parameter first.</param>
    /// <param name="key">[..., keyLen, dim]: where it is known.</param>
    /// <param name="value">[..., keyLen, valueDim]: what it is there.</param>
    /// <param name="bandwidth">Width of the kernel, in the unit of the keys; more is smoother.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <returns>[..., queryLen, valueDim] and [..., queryLen, keyLen].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the bandwidth is not positive.</exception>
    public static (Tensor Output, Tensor Weights) Apply(Tensor query, Tensor key, Tensor value, float bandwidth = 1, AttentionMask? mask = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bandwidth);
        var (queries, keys) = Pairs.Of(query, key);
        var difference = Op.Subtract(queries, keys);                         // [..., queryLen, keyLen, dim]
        var distance = Op.Sum(Op.Multiply(difference, difference), axis: -1); // [..., queryLen, keyLen, 1]
        var scores = Op.Scale(distance.Reshape(distance.Shape[..^1]), -1 / (2 * bandwidth * bandwidth));
        var weights = Op.Softmax(MaskedScores.Apply(scores, mask));
        return (Op.MatMul(weights, value), weights);
    }
}
