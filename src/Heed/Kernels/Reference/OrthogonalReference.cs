namespace Heed.Kernels.Reference;

/// <summary>The steps towards an orthogonal matrix, in double precision and plain loops; <see cref="OrthogonalKernel"/> is tested against it.</summary>
public static class OrthogonalReference
{
    /// <summary>X / (|X| + 1e-7), then five times X = a X + b (X X^T) X + c (X X^T)^2 X.</summary>
    public static double[,] Run(double[,] matrix)
    {
        var norm = Math.Sqrt(matrix.Cast<double>().Sum(element => element * element)) + 1e-7;
        var x = Combine(1 / norm, matrix, 0, matrix);
        for (var step = 0; step < 5; step++)
        {
            var gram = Product(x, Transpose(x));
            var cubic = Product(gram, x);
            x = Combine(OrthogonalKernel.Linear, x, 1, Combine(OrthogonalKernel.Cubic, cubic, OrthogonalKernel.Quintic, Product(gram, cubic)));
        }

        return x;
    }

    /// <summary>What the five steps make of one singular value: five times a s + b s^3 + c s^5.</summary>
    public static double OfSingularValue(double value)
    {
        for (var step = 0; step < 5; step++)
        {
            var square = value * value;
            value *= OrthogonalKernel.Linear + (square * (OrthogonalKernel.Cubic + (OrthogonalKernel.Quintic * square)));
        }

        return value;
    }

    private static double[,] Product(double[,] a, double[,] b)
    {
        var c = new double[a.GetLength(0), b.GetLength(1)];
        for (var i = 0; i < a.GetLength(0); i++)
        {
            for (var j = 0; j < b.GetLength(1); j++)
            {
                for (var k = 0; k < a.GetLength(1); k++)
                {
                    c[i, j] += a[i, k] * b[k, j];
                }
            }
        }

        return c;
    }

    private static double[,] Transpose(double[,] a)
    {
        var transposed = new double[a.GetLength(1), a.GetLength(0)];
        for (var i = 0; i < a.GetLength(0); i++)
        {
            for (var j = 0; j < a.GetLength(1); j++)
            {
                transposed[j, i] = a[i, j];
            }
        }

        return transposed;
    }

    private static double[,] Combine(double alpha, double[,] a, double beta, double[,] b)
    {
        var sum = new double[a.GetLength(0), a.GetLength(1)];
        for (var i = 0; i < a.GetLength(0); i++)
        {
            for (var j = 0; j < a.GetLength(1); j++)
            {
                sum[i, j] = (alpha * a[i, j]) + (beta * b[i, j]);
            }
        }

        return sum;
    }
}
