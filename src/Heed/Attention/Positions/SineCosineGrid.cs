using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Attention.Positions;

/// <summary>
/// Two-dimensional sine-cosine positions of the patches of an image, as MAE has them (He et al. 2022, appendix A.1): half of the
/// dimensions tell the column, the other half the row. They are constants.
/// </summary>
public static class SineCosineGrid
{
    /// <summary>
    /// pe[patch] = [sin(x w), cos(x w), sin(y w), cos(y w)] for the patch in column x and row y, with w_i = theta^(-i / (dim / 4)) for i from 0 to
    /// dim / 4 - 1. The column comes first.
    /// </summary>
    /// <param name="grid">Rows and columns of patches.</param>
    /// <param name="dim">Width of a row, a multiple of 4.</param>
    /// <param name="numPrefixTokens">Rows of zeros before the patches: 1 for a class token.</param>
    /// <param name="theta">Base of the wave lengths.</param>
    /// <returns>[numPrefixTokens + grid.Count, dim], the patches row by row.</returns>
    /// <exception cref="ArgumentException">The width is no positive multiple of 4.</exception>
    public static Tensor Create(GridSize grid, int dim, int numPrefixTokens = 0, double theta = 10_000)
    {
        if (dim <= 0 || dim % 4 != 0)
        {
            throw new ArgumentException($"Sines and cosines of columns and rows need a width that is a multiple of 4, not {dim}.", nameof(dim));
        }

        var quarter = dim / 4;
        var encoding = Tensor.Zeros(numPrefixTokens + grid.Count, dim);
        for (var patch = 0; patch < grid.Count; patch++)
        {
            var row = encoding.Data.Slice((numPrefixTokens + patch) * dim, dim);
            var (y, x) = (patch / grid.Width, patch % grid.Width);
            for (var i = 0; i < quarter; i++)
            {
                var frequency = Math.Pow(theta, -(double)i / quarter); // radians a patch
                row[i] = (float)Math.Sin(x * frequency);
                row[quarter + i] = (float)Math.Cos(x * frequency);
                row[(2 * quarter) + i] = (float)Math.Sin(y * frequency);
                row[(3 * quarter) + i] = (float)Math.Cos(y * frequency);
            }
        }

        return encoding;
    }
}
