namespace Heed.Kernels.Reference;

/// <summary>Layer norm and RMS norm row by row; <see cref="LayerNormKernel"/> and <see cref="RmsNormKernel"/> are tested against it.</summary>
public static class NormReference
{
    /// <summary>y = (x - mean) / sqrt(variance + epsilon) * gamma + beta; without a mean for RMS norm.</summary>
    /// <param name="x">[rows, dim].</param>
    /// <param name="gamma">[dim].</param>
    /// <param name="beta">[dim], or empty.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="centered">Layer norm if true, RMS norm if false.</param>
    /// <param name="y">[rows, dim].</param>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, float epsilon, bool centered,
        Span<float> y)
    {
        var dim = gamma.Length;
        for (var row = 0; row < x.Length / dim; row++)
        {
            var values = x.Slice(row * dim, dim);
            var (mean, inverseStd) = Statistics(values, epsilon, centered);
            for (var i = 0; i < dim; i++)
            {
                y[(row * dim) + i] = (float)(((values[i] - mean) * inverseStd * gamma[i]) + (beta.IsEmpty ? 0 : beta[i]));
            }
        }
    }

    /// <summary>
    /// With n = (x - mean) / std and g = dy * gamma: dx += (g - mean(g) - n mean(g n)) / std, dgamma += dy n, dbeta += dy.
    /// </summary>
    public static void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, float epsilon, bool centered, ReadOnlySpan<float> dy, Span<float> dx,
        Span<float> dGamma, Span<float> dBeta)
    {
        var dim = gamma.Length;
        for (var row = 0; row < x.Length / dim; row++)
        {
            var values = x.Slice(row * dim, dim);
            var flow = dy.Slice(row * dim, dim);
            var (mean, inverseStd) = Statistics(values, epsilon, centered);
            var (meanG, meanGn) = (0d, 0d);
            for (var i = 0; i < dim; i++)
            {
                var n = (values[i] - mean) * inverseStd;
                meanG += centered ? (double)flow[i] * gamma[i] / dim : 0;
                meanGn += (double)flow[i] * gamma[i] * n / dim;
                dGamma[i] += (float)(flow[i] * n);
                if (!dBeta.IsEmpty)
                {
                    dBeta[i] += flow[i];
                }
            }

            for (var i = 0; i < dim; i++)
            {
                var n = (values[i] - mean) * inverseStd;
                dx[(row * dim) + i] += (float)((((double)flow[i] * gamma[i]) - meanG - (n * meanGn)) * inverseStd);
            }
        }
    }

    private static (double Mean, double InverseStd) Statistics(ReadOnlySpan<float> x, float epsilon, bool centered)
    {
        var (mean, variance) = (0d, 0d);
        foreach (var value in x)
        {
            mean += centered ? (double)value / x.Length : 0;
        }

        foreach (var value in x)
        {
            variance += (value - mean) * (value - mean) / x.Length;
        }

        return (mean, 1 / Math.Sqrt(variance + epsilon));
    }
}
