using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Attention.Positions;

/// <summary>
/// Rotary positions (Su et al. 2021): queries and keys are turned, pair of dimensions by pair, by an angle that grows with their
/// position. Turned by a and b, a query and a key have the product they would have with the key alone turned by b - a: only the
/// offset of the two is left in the score.
/// </summary>
public static class RotaryPositions
{
    /// <summary>
    /// y_j = x_j cos(m f_i) - x_k sin(m f_i), y_k = x_k cos(m f_i) + x_j sin(m f_i) for position m and pair i = (j, k), with f_i of
    /// <see cref="Frequencies"/> (section 3.4.2, equation 34). Differentiable: a gradient is turned back.
    /// </summary>
    /// <param name="x">[..., seqLen, headDim]: queries or keys.</param>
    /// <param name="positions">[seqLen], or [batch, seqLen] where batch is the first axis of x; not negative.</param>
    /// <param name="layout">Which dimensions j and k are a pair.</param>
    /// <param name="theta">Base of the wave lengths.</param>
    /// <param name="scaling">What becomes of the frequencies; null for nothing.</param>
    /// <returns>The shape of x.</returns>
    /// <exception cref="ArgumentException">headDim is odd, or there is no position for each row.</exception>
    public static Tensor Apply(
        Tensor x, ReadOnlySpan<int> positions, RotaryLayout layout = RotaryLayout.Halves, float theta = 10_000, RotaryScaling? scaling = null)
    {
        var seqLen = x.Rank < 2 ? 0 : x.Shape[^2];
        var batch = x.Rank < 3 ? 1 : x.Shape[0];
        if (x.Rank < 2 || (positions.Length != seqLen && positions.Length != batch * seqLen))
        {
            throw new ArgumentException($"{positions.Length} positions are not for {x}: expected one for each row of a sequence, or of each sequence.", nameof(positions));
        }

        var ofRow = new int[x.Rows];
        for (var row = 0; row < ofRow.Length; row++)
        {
            var sequence = positions.Length == seqLen ? 0 : row / (ofRow.Length / batch);
            ofRow[row] = positions[(sequence * seqLen) + (row % seqLen)];
        }

        var rows = x.Reshape(x.Rows, x.Columns); // [rows, headDim]: every row is one head's
        return Op.Rotary(rows, ofRow, 1, x.Columns, theta, scaling, layout).Reshape(x.Shape);
    }

    /// <summary>f_i = theta^(-2i / headDim) for pair i, after scaling (section 3.2.2).</summary>
    /// <param name="headDim">Even.</param>
    /// <param name="theta">Base of the wave lengths.</param>
    /// <param name="scaling">What becomes of the frequencies; null for nothing.</param>
    /// <returns>[headDim / 2], in radians a position.</returns>
    public static double[] Frequencies(int headDim, float theta = 10_000, RotaryScaling? scaling = null)
    {
        var frequencies = new double[headDim / 2];
        for (var i = 0; i < frequencies.Length; i++)
        {
            var frequency = Math.Pow(theta, -2.0 * i / headDim);
            frequencies[i] = scaling?.Scale(frequency) ?? frequency;
        }

        return frequencies;
    }

    /// <summary>
    /// The base that stretches rotary positions to texts <paramref name="factor"/> times longer and leaves the fastest pair as it is:
    /// theta' = theta factor^(headDim / (headDim - 2)), which makes the slowest pair factor times slower ("NTK-aware", bloc97 2023;
    /// Peng et al. 2024, section 3.1).
    /// </summary>
    /// <param name="theta">The base of the training.</param>
    /// <param name="factor">How much longer the texts are, 1 or more.</param>
    /// <param name="headDim">Even, above 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">headDim is 2 or less: its one pair is the fastest and the slowest.</exception>
    public static float NtkAwareBase(float theta, double factor, int headDim)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(headDim, 2);
        return (float)(theta * Math.Pow(factor, headDim / (headDim - 2.0)));
    }

    /// <summary>
    /// The NTK-aware base that grows with the text: theta' = theta (factor seqLen / original - (factor - 1))^(headDim / (headDim - 2)) beyond the
    /// original length, theta up to it (Hugging Face's rope_type "dynamic").
    /// </summary>
    /// <param name="theta">The base of the training.</param>
    /// <param name="factor">How fast it grows, 1 or more.</param>
    /// <param name="headDim">Even, above 2.</param>
    /// <param name="seqLen">Length of the text.</param>
    /// <param name="originalPositions">Length of the training.</param>
    public static float DynamicNtkBase(float theta, double factor, int headDim, int seqLen, int originalPositions) =>
        seqLen <= originalPositions ? theta : NtkAwareBase(theta, (factor * seqLen / originalPositions) - (factor - 1), headDim);
}
