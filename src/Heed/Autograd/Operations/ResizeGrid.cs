using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// A grid of vectors resized by cubic convolution with A = -0.75 (Keys 1981): y_i = sum_j w_ij x_j, where w depends on the sizes
    /// alone. Backward: dx_j += sum_i w_ij dy_i.
    /// </summary>
    /// <param name="x">[from.Height * from.Width, dim], row by row.</param>
    /// <param name="from">Size of the grid.</param>
    /// <param name="to">Size wanted.</param>
    /// <returns>[to.Height * to.Width, dim].</returns>
    public static Tensor ResizeGrid(Tensor x, GridSize from, GridSize to)
    {
        Check.Rows(x, from.Count, nameof(ResizeGrid), "cells");
        var dim = x.Columns;
        var y = Tape.New(to.Count, dim);
        BicubicKernel.Forward(from, to, x.Data, y.Data, dim);
        return !Tape.Records(x) ? y : Tape.Record(y, () => BicubicKernel.Backward(from, to, y.Gradient, x.GradientToAddTo(), dim));
    }
}
