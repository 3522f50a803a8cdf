using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// y = (x - mean) / sqrt(variance + epsilon) * gamma + beta over the last axis, with the biased variance (Ba et al. 2016).
    /// Backward, with n = (x - mean) / std and g = dy * gamma: dx += (g - mean(g) - n mean(g n)) / std,
    /// dgamma += sum over rows of dy n, dbeta += sum over rows of dy.
    /// </summary>
    /// <param name="x">[..., dim].</param>
    /// <param name="gamma">[dim].</param>
    /// <param name="beta">[dim], or null.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static Tensor LayerNorm(Tensor x, Tensor gamma, Tensor? beta, float epsilon)
    {
        var (rows, dim) = (x.Rows, x.Columns);
        Check.Shape(gamma, "LayerNorm's gamma", dim);
        if (beta is not null)
        {
            Check.Shape(beta, "LayerNorm's beta", dim);
        }

        var y = Tape.New(x.Shape);
        var mean = Tape.New(rows);
        var inverseStd = Tape.New(rows);
        LayerNormKernel.Forward(x.Data, gamma.Data, beta is null ? default : beta.Data, epsilon, y.Data, mean.Data, inverseStd.Data, rows, dim);
        return !Tape.Records(x, gamma, beta) ? y : Tape.Record(y, () =>
        {
            var accumulate = false;
            LayerNormKernel.Backward(
                x.Data,
                gamma.Data,
                mean.Data,
                inverseStd.Data,
                y.Gradient,
                x.RequiresGradient ? x.GradientToWrite(out accumulate) : default,
                gamma.RequiresGradient ? gamma.GradientToAddTo() : default,
                beta is { RequiresGradient: true } ? beta.GradientToAddTo() : default,
                rows,
                dim,
                accumulate);
        });
    }
}
