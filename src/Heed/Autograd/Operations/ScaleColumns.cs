using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>y[r, c] = x[r, c] factors[c]. Backward: dx[r, c] += dy[r, c] factors[c], dfactors[c] += sum over r of dy[r, c] x[r, c].</summary>
    /// <param name="x">[..., dim].</param>
    /// <param name="factors">[dim].</param>
    /// <exception cref="ArgumentException">There is not one factor a column.</exception>
    public static Tensor ScaleColumns(Tensor x, Tensor factors)
    {
        Check.Shape(factors, nameof(ScaleColumns), x.Columns);
        var (rows, dim) = (x.Rows, x.Columns);
        var y = Tape.New(x.Shape);
        ColumnScaleKernel.Forward(x.Data, factors.Data, y.Data, rows, dim);
        return !Tape.Records(x, factors) ? y : Tape.Record(y, () =>
        {
            var accumulate = false;
            var dx = x.RequiresGradient ? x.GradientToWrite(out accumulate) : default;
            var dFactors = factors.RequiresGradient ? factors.GradientToAddTo() : default;
            ColumnScaleKernel.Backward(x.Data, factors.Data, y.Gradient, dx, dFactors, rows, dim, accumulate);
        });
    }
}
