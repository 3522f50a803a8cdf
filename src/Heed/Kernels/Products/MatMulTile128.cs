using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using static Heed.Kernels.Lanes;
using static Heed.Kernels.TileShape;

namespace Heed.Kernels;

/// <summary>The tile for 128 bits, ARM's among them, and for processors whose instructions the runtime does not know.</summary>
internal static unsafe class MatMulTile128
{
    /// <summary>Six rows are 24 sums: ARM has 32 registers for them, others have 16.</summary>
    public static int MostRows => AdvSimd.IsSupported ? 6 : 2;

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
        Vector128<float> c00 = default, c01 = default, c02 = default, c03 = default;
        Vector128<float> c10 = default, c11 = default, c12 = default, c13 = default;
        Vector128<float> c20 = default, c21 = default, c22 = default, c23 = default;
        Vector128<float> c30 = default, c31 = default, c32 = default, c33 = default;
        Vector128<float> c40 = default, c41 = default, c42 = default, c43 = default;
        Vector128<float> c50 = default, c51 = default, c52 = default, c53 = default;
        if (accumulate)
        {
            (c00, c01, c02, c03) = (Vector128.Load(c), Vector128.Load(c + 4), Vector128.Load(c + 8), Vector128.Load(c + 12));
            if (TCount.Rows > 1)
            {
                (c10, c11, c12, c13) = (Vector128.Load(c + cStride), Vector128.Load(c + cStride + 4), Vector128.Load(c + cStride + 8), Vector128.Load(c + cStride + 12));
            }

            if (TCount.Rows > 2)
            {
                (c20, c21, c22, c23) = (Vector128.Load(c + (2 * cStride)), Vector128.Load(c + (2 * cStride) + 4), Vector128.Load(c + (2 * cStride) + 8), Vector128.Load(c + (2 * cStride) + 12));
            }

            if (TCount.Rows > 3)
            {
                (c30, c31, c32, c33) = (Vector128.Load(c + (3 * cStride)), Vector128.Load(c + (3 * cStride) + 4), Vector128.Load(c + (3 * cStride) + 8), Vector128.Load(c + (3 * cStride) + 12));
            }

            if (TCount.Rows > 4)
            {
                (c40, c41, c42, c43) = (Vector128.Load(c + (4 * cStride)), Vector128.Load(c + (4 * cStride) + 4), Vector128.Load(c + (4 * cStride) + 8), Vector128.Load(c + (4 * cStride) + 12));
            }

            if (TCount.Rows > 5)
            {
                (c50, c51, c52, c53) = (Vector128.Load(c + (5 * cStride)), Vector128.Load(c + (5 * cStride) + 4), Vector128.Load(c + (5 * cStride) + 8), Vector128.Load(c + (5 * cStride) + 12));
            }
        }

        var aRow2 = 2 * aRow;
        var a3 = a + (3 * aRow);
        do
        {
            var b0 = Vector128.Load(b);
            var b1 = Vector128.Load(b + 4);
            var b2 = Vector128.Load(b + 8);
            var b3 = Vector128.Load(b + 12);
            var x = Vector128.Create(*a);
            c00 = MultiplyAdd(x, b0, c00);
            c01 = MultiplyAdd(x, b1, c01);
            c02 = MultiplyAdd(x, b2, c02);
            c03 = MultiplyAdd(x, b3, c03);
            if (TCount.Rows > 1)
            {
                x = Vector128.Create(a[aRow]);
                c10 = MultiplyAdd(x, b0, c10);
                c11 = MultiplyAdd(x, b1, c11);
                c12 = MultiplyAdd(x, b2, c12);
                c13 = MultiplyAdd(x, b3, c13);
            }

            if (TCount.Rows > 2)
            {
                x = Vector128.Create(a[aRow2]);
                c20 = MultiplyAdd(x, b0, c20);
                c21 = MultiplyAdd(x, b1, c21);
                c22 = MultiplyAdd(x, b2, c22);
                c23 = MultiplyAdd(x, b3, c23);
            }

            if (TCount.Rows > 3)
            {
                x = Vector128.Create(*a3);
                c30 = MultiplyAdd(x, b0, c30);
                c31 = MultiplyAdd(x, b1, c31);
                c32 = MultiplyAdd(x, b2, c32);
                c33 = MultiplyAdd(x, b3, c33);
            }

            if (TCount.Rows > 4)
            {
                x = Vector128.Create(a3[aRow]);
                c40 = MultiplyAdd(x, b0, c40);
                c41 = MultiplyAdd(x, b1, c41);
                c42 = MultiplyAdd(x, b2, c42);
                c43 = MultiplyAdd(x, b3, c43);
            }

            if (TCount.Rows > 5)
            {
                x = Vector128.Create(a3[aRow2]);
                c50 = MultiplyAdd(x, b0, c50);
                c51 = MultiplyAdd(x, b1, c51);
                c52 = MultiplyAdd(x, b2, c52);
                c53 = MultiplyAdd(x, b3, c53);
            }

            a += aStep;
            a3 += aStep;
            b += bStep;
        }
        while (--k > 0);

        c00.Store(c);
        c01.Store(c + 4);
        c02.Store(c + 8);
        c03.Store(c + 12);
        if (TCount.Rows > 1)
        {
            c10.Store(c + cStride);
            c11.Store(c + cStride + 4);
            c12.Store(c + cStride + 8);
            c13.Store(c + cStride + 12);
        }

        if (TCount.Rows > 2)
        {
            c20.Store(c + (2 * cStride));
            c21.Store(c + (2 * cStride) + 4);
            c22.Store(c + (2 * cStride) + 8);
            c23.Store(c + (2 * cStride) + 12);
        }

        if (TCount.Rows > 3)
        {
            c30.Store(c + (3 * cStride));
            c31.Store(c + (3 * cStride) + 4);
            c32.Store(c + (3 * cStride) + 8);
            c33.Store(c + (3 * cStride) + 12);
        }

        if (TCount.Rows > 4)
        {
            c40.Store(c + (4 * cStride));
            c41.Store(c + (4 * cStride) + 4);
            c42.Store(c + (4 * cStride) + 8);
            c43.Store(c + (4 * cStride) + 12);
        }

        if (TCount.Rows > 5)
        {
            c50.Store(c + (5 * cStride));
            c51.Store(c + (5 * cStride) + 4);
            c52.Store(c + (5 * cStride) + 8);
            c53.Store(c + (5 * cStride) + 12);
        }
    }
}
