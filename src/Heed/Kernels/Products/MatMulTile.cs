using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>
/// The register tile that all products are made of: C[rows, 16] (+)= A[rows, k] B[k, 16]. B's rows may lie anywhere, A may be read
/// along rows or columns. An element of C is one sum over k in rising order, so it does not depend on the rows beside it.
/// </summary>
internal static unsafe class MatMulTile
{
    public const int Columns = 16;

    /// <summary>Rows of A that are packed side by side: one or two tiles.</summary>
    public static int PanelRows => Vector512.IsHardwareAccelerated ? 8 : 12;

    /// <summary>Any number of rows.</summary>
    /// <param name="a">Element (i, l) is at i aRow + l aStep.</param>
    /// <param name="b">Row l is at l bStep, 16 floats of it are read.</param>
    /// <param name="k">At least one.</param>
    /// <param name="c">Row i is at i cStride, 16 floats of it are written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* a, nint aRow, nint aStep, float* b, nint bStep, nint k, float* c, nint cStride, int rows, bool accumulate)
    {
        var most = Vector512.IsHardwareAccelerated ? MatMulTile512.MostRows(aRow)
            : Vector256.IsHardwareAccelerated ? MatMulTile256.MostRows
            : MatMulTile128.MostRows;
        // As many tiles as it takes, as equal as may be: few sums would leave the multipliers waiting.
        for (var tiles = (rows + most - 1) / most; tiles > 0; tiles--)
        {
            var count = (rows + tiles - 1) / tiles;
            if (Vector512.IsHardwareAccelerated)
            {
                MatMulTile512.Multiply(a, aRow, aStep, b, bStep, k, c, cStride, count, accumulate);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                MatMulTile256.Multiply(a, aRow, aStep, b, bStep, k, c, cStride, count, accumulate);
            }
            else
            {
                MatMulTile128.Multiply(a, aRow, aStep, b, bStep, k, c, cStride, count, accumulate);
            }

            rows -= count;
            a += count * aRow;
            c += count * cStride;
        }
    }

    /// <summary>Any number of rows of two panels of 16 columns. The sums are those of <see cref="Multiply"/>.</summary>
    /// <param name="b">Row l of the first 16 columns is at l bStep.</param>
    /// <param name="b2">The same of the other 16.</param>
    /// <param name="c">Row i of the first 16 columns is at i cStride.</param>
    /// <param name="c2">The same of the other 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyPair(
        float* a, nint aRow, nint aStep, float* b, float* b2, nint bStep, nint k, float* c, float* c2, nint cStride, int rows, bool accumulate)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            Multiply(a, aRow, aStep, b, bStep, k, c, cStride, rows, accumulate);
            Multiply(a, aRow, aStep, b2, bStep, k, c2, cStride, rows, accumulate);
            return;
        }

        var most = MatMulTilePair512.MostRows(aRow);
        for (var tiles = (rows + most - 1) / most; tiles > 0; tiles--)
        {
            var count = (rows + tiles - 1) / tiles;
            MatMulTilePair512.Multiply(a, aRow, aStep, b, b2, bStep, k, c, c2, cStride, count, accumulate);
            rows -= count;
            a += count * aRow;
            c += count * cStride;
            c2 += count * cStride;
        }
    }
}
