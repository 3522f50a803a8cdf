namespace Heed.Kernels;

/// <summary>
/// The orthogonal matrix near to another: of X = U S V^T about U V^T, by five steps X = a X + b (X X^T) X + c (X X^T)^2 X, which send every
/// singular value s to a s + b s^3 + c s^5.
/// </summary>
/// <remarks>
/// Newton-Schulz iteration with the numbers of Jordan et al. 2024, Muon: An optimizer for hidden layers in neural networks: so steep at 0 that
/// five steps bring every singular value from 0.002 to 1 to between 0.68 and 1.21, and more steps no nearer to 1. No decomposition is needed, only products.
/// </remarks>
public static class OrthogonalKernel
{
    /// <summary>Factor of X.</summary>
    public const float Linear = 3.4445f;

    /// <summary>Factor of (X X^T) X.</summary>
    public const float Cubic = -4.7750f;

    /// <summary>Factor of (X X^T)^2 X.</summary>
    public const float Quintic = 2.0315f;

    // Odd, so that the last of them writes into the caller's matrix again.
    private const int Steps = 5;

    // Keeps a matrix of zeros from being divided by 0.
    private const double Tiny = 1e-7;

    /// <summary>Floats of memory that <see cref="Run"/> works in.</summary>
    public static long WorkLength(int rows, int columns)
    {
        long small = Math.Min(rows, columns);
        return ((long)rows * columns) + (2 * small * small);
    }

    /// <summary>Divides the matrix by its Frobenius norm + 1e-7, which brings its singular values into [0, 1], then takes the five steps.</summary>
    /// <param name="matrix">[rows, columns].</param>
    /// <param name="work">At least <see cref="WorkLength"/> long; what is in it does not matter.</param>
    public static void Run(Span<float> matrix, int rows, int columns, Span<float> work)
    {
        Require.Length(matrix, (long)rows * columns);
        Require.Length(work, WorkLength(rows, columns));
        var (small, isTall) = (Math.Min(rows, columns), rows > columns);
        var x = work[..(rows * columns)];
        var y = matrix[..(rows * columns)];
        var squared = work.Slice(x.Length, small * small);
        var factor = work.Slice(x.Length + squared.Length, squared.Length);
        VectorKernel.Scale(y, (float)(1 / (Math.Sqrt(VectorKernel.SumOfSquares(y)) + Tiny)), x);
        for (var step = 0; step < Steps; step++)
        {
            // The small side is squared: with G = X X^T the step is (a + b G + c G^2) X, with G = X^T X it is X (a + b G + c G^2).
            SymmetricProduct.Multiply(x, columns, isTall, x, columns, !isTall, squared, small, Math.Max(rows, columns));
            SymmetricProduct.Multiply(squared, small, false, squared, small, false, factor, small, small);
            VectorKernel.Combine(Quintic, factor, Cubic, squared, factor);
            for (var i = 0; i < small; i++)
            {
                factor[(i * small) + i] += Linear;
            }

            if (isTall)
            {
                MatMulKernel.Multiply(x, columns, false, factor, small, false, y, columns, rows, columns, small); // [r, c] x [c, c] -> [r, c]
            }
            else
            {
                MatMulKernel.Multiply(factor, small, false, x, columns, false, y, columns, rows, columns, small); // [r, r] x [r, c] -> [r, c]
            }

            var swapped = x;
            x = y;
            y = swapped;
        }
    }
}
