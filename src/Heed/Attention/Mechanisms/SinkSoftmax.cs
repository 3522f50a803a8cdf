using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// Softmax with a sink (Xiao et al. 2024; learned, as in gpt-oss): w_ij = e^s_ij / (e^sink + sum_l e^s_il). The sink is the score of a
/// key that is not there. It takes a share of the weights and gives nothing, so that a head may attend to nothing.
/// </summary>
public static class SinkSoftmax
{
    /// <param name="scores">[batch, numHeads, queryLen, keyLen].</param>
    /// <param name="sinks">[numHeads].</param>
    /// <returns>As <paramref name="scores"/>; a row sums to less than 1.</returns>
    /// <exception cref="ArgumentException">There is another number of heads.</exception>
    public static Tensor Apply(Tensor scores, Tensor sinks)
    {
        var column = Op.Broadcast(sinks.Reshape(sinks.Length, 1, 1), [.. scores.Shape[..^1], 1]); // [batch, numHeads, queryLen, 1]
        var all = Op.Softmax(Op.Concatenate(-1, scores, column));                                 // [batch, numHeads, queryLen, keyLen + 1]
        return Op.Slice(all, -1, 0, scores.Columns);
    }
}
