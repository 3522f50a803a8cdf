namespace Heed.Kernels;

/// <summary>The matrix product C (+)= op(A) op(B) + bias, op being the matrix or its transpose.</summary>
/// <remarks>
/// B is packed once into panels of 16 columns, blocks of at most 256 rows of it lie in the caches, and a register tile of 8 x 16
/// of C, or of 8 x 32 with 512 bits, is the unit of work (Goto and van de Geijn 2008). An element of C is one sum over k in rising order, whatever the tiling.
/// </remarks>
public static unsafe class MatMulKernel
{
    // Below this many products the team would cost more than it brings.
    private const long ProductsForTeam = 128 * 1024;

    /// <summary>C[m, n] (+)= op(A)[m, k] op(B)[k, n] (+ bias[n]).</summary>
    /// <param name="a">[m, k], or [k, m] if transposed; rows <paramref name="aStride"/> apart.</param>
    /// <param name="b">[k, n], or [n, k] if transposed; rows <paramref name="bStride"/> apart.</param>
    /// <param name="c">[m, n]; rows <paramref name="cStride"/> apart. Must not overlap A or B.</param>
    /// <param name="accumulate">Add to what is in C.</param>
    /// <param name="bias">[n], added to every row; or empty.</param>
    public static void Multiply(
        ReadOnlySpan<float> a,
        int aStride,
        bool transposeA,
        ReadOnlySpan<float> b,
        int bStride,
        bool transposeB,
        Span<float> c,
        int cStride,
        int m,
        int n,
        int k,
        bool accumulate = false,
        ReadOnlySpan<float> bias = default)
    {
        if (m == 0 || n == 0)
        {
            return;
        }

        Require.Length(a, transposeA ? Require.Matrix(k, m, aStride) : Require.Matrix(m, k, aStride));
        Require.Length(b, transposeB ? Require.Matrix(n, k, bStride) : Require.Matrix(k, n, bStride));
        Require.Length(c, Require.Matrix(m, n, cStride));
        Require.Length(bias, bias.IsEmpty ? 0 : n);
        fixed (float* pa = a, pb = b, pc = c, pBias = bias)
        {
            var (isThin, onTeam) = (m <= ThinProduct.MaxRows, (long)m * n * k >= ProductsForTeam);
            if (k == 0 || (isThin && pBias != null))
            {
                Prepare(pc, cStride, m, n, accumulate, pBias);
                accumulate = true;
            }

            if (k == 0)
            {
                return;
            }

            if (isThin)
            {
                ThinProduct.Run(pa, aStride, transposeA, pb, bStride, transposeB, pc, cStride, m, n, k, accumulate, onTeam);
            }
            else
            {
                BlockedProduct.Run(pa, aStride, transposeA, pb, bStride, transposeB, pc, cStride, m, n, k, accumulate, pBias, onTeam);
            }
        }
    }

    /// <summary>C (+)= bias: the product is then added to it.</summary>
    private static void Prepare(float* c, int cStride, int m, int n, bool accumulate, float* bias)
    {
        for (var row = 0; row < m; row++)
        {
            var target = new Span<float>(c + ((long)row * cStride), n);
            if (bias == null)
            {
                if (!accumulate)
                {
                    target.Clear();
                }
            }
            else if (accumulate)
            {
                RowMath.Add(bias, c + ((long)row * cStride), n);
            }
            else
            {
                new ReadOnlySpan<float>(bias, n).CopyTo(target);
            }
        }
    }
}
