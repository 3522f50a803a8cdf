using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// y = x / rms * gamma over the last axis, rms = sqrt(mean of x^2 + epsilon) (Zhang and Sennrich 2019). Backward, with n = x / rms
    /// and g = dy * gamma: dx += (g - n mean(g n)) / rms, dgamma += sum over rows of dy n.
    /// </summary>
    /// <param name="x">[..., dim].</param>
    /// <param name="gamma">[dim].</param>
    /// <param name="epsilon">Added to the mean of the squares.</param>
    public static Tensor RmsNorm(Tensor x, Tensor gamma, float epsilon)
    {
        var (rows, dim) = (x.Rows, x.Columns);
        Check.Shape(gamma, "RmsNorm's gamma", dim);
        var y = Tape.New(x.Shape);
        var inverseRms = Tape.New(rows);
        RmsNormKernel.Forward(x.Data, gamma.Data, epsilon, y.Data, inverseRms.Data, rows, dim);
        return !Tape.Records(x, gamma) ? y : Tape.Record(y, () =>
        {
            var accumulate = false;
            RmsNormKernel.Backward(
                x.Data,
                gamma.Data,
                inverseRms.Data,
                y.Gradient,
                x.RequiresGradient ? x.GradientToWrite(out accumulate) : default,
                gamma.RequiresGradient ? gamma.GradientToAddTo() : default,
                rows,
                dim,
                accumulate);
        });
    }
}
