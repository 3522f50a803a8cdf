namespace Heed.Kernels.Reference;

/// <summary>Softmax of one row as its definition has it; <see cref="SoftmaxKernel"/> is tested against it.</summary>
public static class SoftmaxReference
{
    /// <summary>y_i = e^(x_i - max x) / sum_j e^(x_j - max x); zeros where every x is -inf.</summary>
    public static void Row(ReadOnlySpan<float> x, Span<float> y)
    {
        var logSum = LogSumExp(x);
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = double.IsNegativeInfinity(logSum) ? 0 : (float)Math.Exp(x[i] - logSum);
        }
    }

    /// <summary>dx_i += y_i (dy_i - sum_j dy_j y_j).</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        var dot = 0d;
        for (var i = 0; i < y.Length; i++)
        {
            dot += (double)dy[i] * y[i];
        }

        for (var i = 0; i < y.Length; i++)
        {
            dx[i] += (float)(y[i] * (dy[i] - dot));
        }
    }

    /// <summary>y_i = x_i - log sum_j e^x_j.</summary>
    public static void LogRow(ReadOnlySpan<float> x, Span<float> y)
    {
        var logSum = LogSumExp(x);
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = double.IsNegativeInfinity(logSum) ? float.NegativeInfinity : (float)(x[i] - logSum);
        }
    }

    /// <summary>dx_i += dy_i - e^y_i sum_j dy_j.</summary>
    public static void LogBackward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        var sum = 0d;
        foreach (var d in dy)
        {
            sum += d;
        }

        for (var i = 0; i < y.Length; i++)
        {
            dx[i] += (float)(dy[i] - (Math.Exp(y[i]) * sum));
        }
    }

    /// <summary>log sum_i e^x_i, with the maximum taken out so that nothing overflows.</summary>
    public static double LogSumExp(ReadOnlySpan<float> x)
    {
        var max = double.NegativeInfinity;
        foreach (var value in x)
        {
            max = Math.Max(max, value);
        }

        if (double.IsNegativeInfinity(max))
        {
            return max;
        }

        var sum = 0d;
        foreach (var value in x)
        {
            sum += Math.Exp(value - max);
        }

        return max + Math.Log(sum);
    }
}
