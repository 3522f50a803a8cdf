using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Attention.Positions;

/// <summary>
/// Rotary positions of the patches of an image (Heo et al. 2024, arXiv:2403.13298, "axial"): the first half of a head's dimensions is
/// turned by the column, the second by the row, so that a score sees how far apart two patches are in both directions.
/// </summary>
public sealed class RotaryGrid
{
    private readonly GridSize grid;
    private readonly int headDim;
    private readonly int numPrefixTokens;
    private readonly float theta;
    private int[] positions = [];

    /// <param name="grid">Rows and columns of patches.</param>
    /// <param name="headDim">Width of a head, a multiple of 4.</param>
    /// <param name="numPrefixTokens">Tokens before the patches, such as a class token: they are not turned.</param>
    /// <param name="theta">Base of the wave lengths.</param>
    /// <exception cref="ArgumentException">The width is no positive multiple of 4.</exception>
    public RotaryGrid(GridSize grid, int headDim, int numPrefixTokens = 0, float theta = 100)
    {
        if (headDim <= 0 || headDim % 4 != 0)
        {
            throw new ArgumentException($"Rotary positions of columns and rows need heads whose width is a multiple of 4, not {headDim}.", nameof(headDim));
        }

        (this.grid, this.headDim, this.numPrefixTokens, this.theta) = (grid, headDim, numPrefixTokens, theta);
    }

    /// <summary>Queries or keys turned; a gradient is turned back.</summary>
    /// <param name="rows">[images * (numPrefixTokens + grid.Count), numHeads * headDim].</param>
    /// <returns>The shape of <paramref name="rows"/>.</returns>
    /// <exception cref="ArgumentException">The rows are not those of whole images, or no whole heads.</exception>
    public Tensor Turn(Tensor rows)
    {
        var tokens = numPrefixTokens + grid.Count;
        if (rows.Rank != 2 || rows.Columns % headDim != 0 || rows.Rows % tokens != 0)
        {
            throw new ArgumentException($"{rows} is not {tokens} tokens an image of heads {headDim} wide.", nameof(rows));
        }

        // Each half of a head is a row of its own, which has one position.
        var halves = rows.Reshape(rows.Length / (headDim / 2), headDim / 2);
        var ofHalves = positions.Length == halves.Rows ? positions : positions = PositionsOf(halves.Rows, 2 * rows.Columns / headDim);
        return Op.Rotary(halves, ofHalves, 1, headDim / 2, theta).Reshape(rows.Shape);
    }

    private int[] PositionsOf(int count, int halvesOfToken)
    {
        var result = new int[count];
        for (var half = 0; half < count; half++)
        {
            var patch = (half / halvesOfToken % (numPrefixTokens + grid.Count)) - numPrefixTokens;
            result[half] = patch < 0 ? 0 : half % 2 == 0 ? patch % grid.Width : patch / grid.Width;
        }

        return result;
    }
}
