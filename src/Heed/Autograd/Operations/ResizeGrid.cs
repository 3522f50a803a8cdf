using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// A grid of vectors resized: y_i = sum_j w_ij x_j, where w depends on the sizes and the resampling alone. Backward:
    /// dx_j += sum_i w_ij dy_i.
    /// </summary>
    /// <param name="x">[from.Height * from.Width, dim], row by row.</param>
    /// <param name="from">Size of the grid.</param>
    /// <param name="to">Size wanted.</param>
    /// <param name="resampling">How; null for <see cref="GridResampling.Bicubic"/>.</param>
    /// <returns>[to.Height * to.Width, dim].</returns>
    /// <exception cref="ArgumentException">There is no vector for each cell, or the resampling is none of interpolate's.</exception>
    public static Tensor ResizeGrid(Tensor x, GridSize from, GridSize to, GridResampling? resampling = null)
    {
        var chosen = resampling ?? GridResampling.Bicubic;
        Check.Rows(x, from.Count, nameof(ResizeGrid), "cells");
        var dim = x.Columns;
        var y = Tape.New(to.Count, dim);
        GridKernel.Forward(from, to, x.Data, y.Data, dim, chosen);
        return !Tape.Records(x) ? y : Tape.Record(y, () => GridKernel.Backward(from, to, y.Gradient, x.GradientToAddTo(), dim, chosen));
    }
}
