using Heed.Autograd;

namespace Heed.Attention.Positions;

/// <summary>
/// Sinusoidal positions (Vaswani et al. 2017, section 3.5): every dimension is a wave over the positions, of wave lengths in a geometric
/// series from 2 pi to theta * 2 pi. They are constants, added to the embeddings; no gradient flows to them.
/// </summary>
public static class SinusoidalPositions
{
    /// <summary>The paper's layout, sines and cosines in turn: pe[p, 2i] = sin(p / theta^(2i / dim)), pe[p, 2i + 1] = cos(p / theta^(2i / dim)).</summary>
    /// <param name="length">Number of positions p, from 0.</param>
    /// <param name="dim">Width of a row; if it is odd, the last column is a sine.</param>
    /// <param name="theta">Base of the wave lengths.</param>
    /// <returns>[length, dim].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative, or the width is not positive.</exception>
    public static Tensor Interleaved(int length, int dim, double theta = 10_000) => Fill(length, dim, theta, column => (column / 2, column % 2 == 0));

    /// <summary>
    /// All sines, then all cosines: with h = ceil(dim / 2), pe[p, i] = sin(p / theta^(2i / dim)) and pe[p, h + i] = cos(p / theta^(2i / dim)), as in
    /// tensor2tensor and Marian. The same columns as <see cref="Interleaved"/> in another order.
    /// </summary>
    /// <param name="length">Number of positions p, from 0.</param>
    /// <param name="dim">Width of a row; if it is odd, there is one sine more.</param>
    /// <param name="theta">Base of the wave lengths.</param>
    /// <returns>[length, dim].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative, or the width is not positive.</exception>
    public static Tensor Halves(int length, int dim, double theta = 10_000)
    {
        var half = (dim + 1) / 2;
        return Fill(length, dim, theta, column => (column % half, column < half));
    }

    private static Tensor Fill(int length, int dim, double theta, Func<int, (int Wave, bool IsSine)> layout)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dim);
        var encoding = Tensor.Zeros(length, dim);
        for (var column = 0; column < dim; column++)
        {
            var (wave, isSine) = layout(column);
            var frequency = Math.Pow(theta, -2.0 * wave / dim); // radians a position
            for (var position = 0; position < length; position++)
            {
                var angle = position * frequency;
                encoding.Data[(position * dim) + column] = (float)(isSine ? Math.Sin(angle) : Math.Cos(angle));
            }
        }

        return encoding;
    }
}
