using System.Numerics;
using Heed.Autograd;

namespace Heed.Attention.Positions;

/// <summary>Attention with linear biases (Press, Smith and Lewis 2022): slope_h |place_i - j| is taken off the score of query i and key j.</summary>
public static class Alibi
{
    /// <summary>
    /// The slopes of the paper, section 3: for n heads, n a power of two, 2^(-8/n), 2^(-16/n), ... 2^-8; for another number those
    /// of the power of two below, then every other one of those of the power of two above.
    /// </summary>
    /// <param name="numHeads">Number of query heads.</param>
    /// <returns>[numHeads].</returns>
    public static float[] Slopes(int numHeads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numHeads, 1);
        var below = 1 << BitOperations.Log2((uint)numHeads);
        var slopes = new float[numHeads];
        for (var head = 0; head < numHeads; head++)
        {
            var exponent = head < below ? -8.0 * (head + 1) / below : -4.0 * ((2 * (head - below)) + 1) / below;
            slopes[head] = (float)Math.Pow(2, exponent);
        }

        return slopes;
    }

    /// <summary>b_h(i, j) = -slope_h |place_i - j|, with place_i = i + keyLen - queryLen: for queries that see both sides.</summary>
    /// <param name="numHeads">Number of query heads.</param>
    /// <param name="queryLen">Number of queries.</param>
    /// <param name="keyLen">Number of keys.</param>
    /// <returns>[numHeads, queryLen, keyLen], to be added to the scores.</returns>
    public static Tensor Bias(int numHeads, int queryLen, int keyLen) => Fill(numHeads, queryLen, keyLen, sees: (_, _) => true);

    /// <summary>The same with -inf where j > place_i: for queries that see what is before them, as in the paper.</summary>
    /// <param name="numHeads">Number of query heads.</param>
    /// <param name="queryLen">Number of queries.</param>
    /// <param name="keyLen">Number of keys.</param>
    /// <returns>[numHeads, queryLen, keyLen], to be added to the scores.</returns>
    public static Tensor CausalBias(int numHeads, int queryLen, int keyLen) => Fill(numHeads, queryLen, keyLen, sees: (place, j) => j <= place);

    /// <summary>
    /// BLOOM's form (Le Scao et al. 2022): b_h(j) = slope_h p_j, where p_j counts the visible keys before j, and 0 for a hidden key. For a causal
    /// query it is <see cref="CausalBias"/> plus slope_h place_i, the same for all of its keys: the softmax is the same.
    /// </summary>
    /// <param name="numHeads">Number of query heads.</param>
    /// <param name="isVisible">[keyLen]: which keys are no padding.</param>
    /// <returns>[numHeads, 1, keyLen], to be added to the scores of every query.</returns>
    public static Tensor KeyBias(int numHeads, ReadOnlySpan<bool> isVisible)
    {
        var (slopes, bias) = (Slopes(numHeads), Tensor.Zeros(numHeads, 1, isVisible.Length));
        for (var i = 0; i < bias.Length; i++)
        {
            var (head, j) = (i / isVisible.Length, i % isVisible.Length);
            bias.Data[i] = isVisible[j] ? slopes[head] * isVisible[..j].Count(true) : 0;
        }

        return bias;
    }

    private static Tensor Fill(int numHeads, int queryLen, int keyLen, Func<int, int, bool> sees)
    {
        var (slopes, bias) = (Slopes(numHeads), Tensor.Zeros(numHeads, queryLen, keyLen));
        for (var i = 0; i < bias.Length; i++)
        {
            var (head, place, j) = (i / (queryLen * keyLen), (i / keyLen % queryLen) + keyLen - queryLen, i % keyLen);
            bias.Data[i] = sees(place, j) ? -slopes[head] * Math.Abs(place - j) : float.NegativeInfinity;
        }

        return bias;
    }
}
