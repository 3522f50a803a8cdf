namespace Heed.Kernels;

/// <summary>
/// A product that is known to be symmetric, such as X X^T: the strips of columns are multiplied from the diagonal down, and what lies above it is copied.
/// The bits are those of the whole product, since an element and its mirror image are sums of the same terms in the same order.
/// </summary>
internal static unsafe class SymmetricProduct
{
    // As wide as keeps most of what lies above the diagonal unmultiplied, and as a product of its own is worth.
    private const int StripColumns = 32;

    // A strip of a few rows would be a thin product, whose sums have another order.
    private const int FewestColumns = 2 * ThinProduct.MaxRows;

    /// <summary>C[n, n] = op(A)[n, k] op(B)[k, n].</summary>
    /// <param name="a">[n, k], or [k, n] if transposed; rows <paramref name="aStride"/> apart.</param>
    /// <param name="b">[k, n], or [n, k] if transposed; rows <paramref name="bStride"/> apart. With A it gives a symmetric product.</param>
    /// <param name="c">[n, n].</param>
    public static void Multiply(
        ReadOnlySpan<float> a, int aStride, bool transposeA, ReadOnlySpan<float> b, int bStride, bool transposeB, Span<float> c, int n, int k)
    {
        Require.Length(c, (long)n * n);
        for (int column = 0, columns; column < n; column += columns)
        {
            columns = n - column < StripColumns + FewestColumns ? n - column : StripColumns;
            MatMulKernel.Multiply(
                a[(transposeA ? column : column * aStride)..], aStride, transposeA, b[(transposeB ? column * bStride : column)..], bStride, transposeB,
                c[((column * n) + column)..], n, n - column, columns, k);
            var below = column + columns;
            fixed (float* pc = c)
            {
                MatrixTranspose.Copy(pc + ((long)below * n) + column, n, n - below, columns, pc + ((long)column * n) + below, n);
            }
        }
    }
}
