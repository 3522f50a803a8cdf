using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;
using static Heed.Kernels.TileShape;

namespace Heed.Kernels;

/// <summary>The tile for 256 bits: six rows are twelve sums, and with two loads of B and a broadcast of A they fill the sixteen registers.</summary>
internal static unsafe class MatMulTile256
{
    public const int MostRows = 6;

    /// <summary>One tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* a, nint aRow, nint aStep, float* b, nint bStep, nint k, float* c, nint cStride, int rows, bool accumulate)
    {
        switch (rows)
        {
            case 6:
                Tile<Six>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 5:
                Tile<Five>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 4:
                Tile<Four>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 3:
                Tile<Three>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 2:
                Tile<Two>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            default:
                Tile<One>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TCount>(float* a, nint aRow, nint aStep, float* b, nint bStep, nint k, float* c, nint cStride, bool accumulate)
        where TCount : struct, IRowCount
    {
        Vector256<float> c00 = default, c01 = default;
        Vector256<float> c10 = default, c11 = default;
        Vector256<float> c20 = default, c21 = default;
        Vector256<float> c30 = default, c31 = default;
        Vector256<float> c40 = default, c41 = default;
        Vector256<float> c50 = default, c51 = default;
        if (accumulate)
        {
            (c00, c01) = (Vector256.Load(c), Vector256.Load(c + 8));
            if (TCount.Rows > 1)
            {
                (c10, c11) = (Vector256.Load(c + cStride), Vector256.Load(c + cStride + 8));
            }

            if (TCount.Rows > 2)
            {
                (c20, c21) = (Vector256.Load(c + (2 * cStride)), Vector256.Load(c + (2 * cStride) + 8));
            }

            if (TCount.Rows > 3)
            {
                (c30, c31) = (Vector256.Load(c + (3 * cStride)), Vector256.Load(c + (3 * cStride) + 8));
            }

            if (TCount.Rows > 4)
            {
                (c40, c41) = (Vector256.Load(c + (4 * cStride)), Vector256.Load(c + (4 * cStride) + 8));
            }

            if (TCount.Rows > 5)
            {
                (c50, c51) = (Vector256.Load(c + (5 * cStride)), Vector256.Load(c + (5 * cStride) + 8));
            }
        }

        var aRow2 = 2 * aRow;
        var a3 = a + (3 * aRow);
        do
        {
            var b0 = Vector256.Load(b);
            var b1 = Vector256.Load(b + 8);
            var x = Vector256.Create(*a);
            c00 = MultiplyAdd(x, b0, c00);
            c01 = MultiplyAdd(x, b1, c01);
            if (TCount.Rows > 1)
            {
                x = Vector256.Create(a[aRow]);
                c10 = MultiplyAdd(x, b0, c10);
                c11 = MultiplyAdd(x, b1, c11);
            }

            if (TCount.Rows > 2)
            {
                x = Vector256.Create(a[aRow2]);
                c20 = MultiplyAdd(x, b0, c20);
                c21 = MultiplyAdd(x, b1, c21);
            }

            if (TCount.Rows > 3)
            {
                x = Vector256.Create(*a3);
                c30 = MultiplyAdd(x, b0, c30);
                c31 = MultiplyAdd(x, b1, c31);
            }

            if (TCount.Rows > 4)
            {
                x = Vector256.Create(a3[aRow]);
                c40 = MultiplyAdd(x, b0, c40);
                c41 = MultiplyAdd(x, b1, c41);
            }

            if (TCount.Rows > 5)
            {
                x = Vector256.Create(a3[aRow2]);
                c50 = MultiplyAdd(x, b0, c50);
                c51 = MultiplyAdd(x, b1, c51);
            }

            a += aStep;
            a3 += aStep;
            b += bStep;
        }
        while (--k > 0);

        c00.Store(c);
        c01.Store(c + 8);
        if (TCount.Rows > 1)
        {
            c10.Store(c + cStride);
            c11.Store(c + cStride + 8);
        }

        if (TCount.Rows > 2)
        {
            c20.Store(c + (2 * cStride));
            c21.Store(c + (2 * cStride) + 8);
        }

        if (TCount.Rows > 3)
        {
            c30.Store(c + (3 * cStride));
            c31.Store(c + (3 * cStride) + 8);
        }

        if (TCount.Rows > 4)
        {
            c40.Store(c + (4 * cStride));
            c41.Store(c + (4 * cStride) + 8);
        }

        if (TCount.Rows > 5)
        {
            c50.Store(c + (5 * cStride));
            c51.Store(c + (5 * cStride) + 8);
        }
    }
}
