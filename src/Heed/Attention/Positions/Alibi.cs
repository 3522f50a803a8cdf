using System.Numerics;

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
}
