using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Attention.Positions;

/// <summary>Learned positions of the patches of an image, for images of another size than that of the training (Dosovitskiy et al. 2021, section 3.2).</summary>
public static class PositionGrid
{
    /// <summary>
    /// The positions of a grid seen as a picture of vectors and resized: p'(i, j) = sum_kl w_ik w_jl p(k, l). What stands before the grid, such as the
    /// position of a class token, stays. Differentiable: the gradient of p is spread by the same weights.
    /// </summary>
    /// <param name="positions">[numPrefixTokens + from.Count, dim], the patches row by row.</param>
    /// <param name="from">Rows and columns of patches in training.</param>
    /// <param name="to">Rows and columns of patches wanted.</param>
    /// <param name="resampling">How; null for <see cref="GridResampling.Bicubic"/>, that of ViT; <see cref="GridResampling.AntialiasedBicubic"/>
    /// is that of DINOv2 with registers.</param>
    /// <returns>[numPrefixTokens + to.Count, dim].</returns>
    /// <exception cref="ArgumentException">There are fewer rows than cells.</exception>
    public static Tensor Resize(Tensor positions, GridSize from, GridSize to, GridResampling? resampling = null)
    {
        var numPrefixTokens = positions.Rows - from.Count;
        if (positions.Rank != 2 || numPrefixTokens < 0)
        {
            throw new ArgumentException($"The positions of a grid of {from} are {from.Count} rows or more, not {positions}.", nameof(positions));
        }

        var grid = Op.ResizeGrid(positions.Slice(numPrefixTokens, positions.Rows), from, to, resampling); // [to.Count, dim]
        return numPrefixTokens == 0 ? grid : Op.Prepend(positions.Slice(0, numPrefixTokens), grid, 1);
    }
}
