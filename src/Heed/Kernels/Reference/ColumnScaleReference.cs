namespace Heed.Kernels.Reference;

/// <summary>The columns of a matrix, each times a factor of its own; <see cref="ColumnScaleKernel"/> is tested against it.</summary>
public static class ColumnScaleReference
{
    /// <summary>y[r, c] = x[r, c] factors[c].</summary>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> factors, Span<float> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = x[i] * factors[i % factors.Length];
        }
    }

    /// <summary>dx[r, c] += dy[r, c] factors[c]; dfactors[c] += sum over r of dy[r, c] x[r, c].</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> factors, ReadOnlySpan<float> dy, Span<double> dx, Span<double> dFactors)
    {
        for (var i = 0; i < x.Length; i++)
        {
            dx[i] += (double)dy[i] * factors[i % factors.Length];
            dFactors[i % factors.Length] += (double)dy[i] * x[i];
        }
    }
}
