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
}
