using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;

namespace Heed.Kernels;

/// <summary>
/// The register tile that all products are made of: C[rows, 16] (+)= A[rows, k] B[k, 16]. Six rows are twelve sums in registers,
/// two loads of B and six broadcasts of A a step; B's rows may lie anywhere, A may be read along rows or columns.
/// </summary>
internal static unsafe class MatMulTile
{
    public const int Rows = 6;
    public const int Columns = 16;

    /// <summary>Any number of rows, six at a time where it can.</summary>
    /// <param name="a">Element (i, l) is at i aRow + l aStep.</param>
    /// <param name="b">Row l is at l bStep, 16 floats of it are read.</param>
    /// <param name="k">At least one.</param>
    /// <param name="c">Row i is at i cStride, 16 floats of it are written.</param>
    public static void Multiply(float* a, nint aRow, nint aStep, float* b, nint bStep, nint k, float* c, nint cStride, int rows, bool accumulate)
    {
        while (rows > 0)
        {
            int done;
            // Eight are better as four and four than as six and two: less than eight sums leave the multipliers waiting.
            if (rows >= 6 && rows != 8)
            {
                Six(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                done = 6;
            }
            else if (rows >= 4)
            {
                Four(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                done = 4;
            }
            else if (rows >= 2)
            {
                Two(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                done = 2;
            }
            else
            {
                One(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                done = 1;
            }

            rows -= done;
            a += done * aRow;
            c += done * cStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Six(float* a, nint aRow, nint aStep, float* b, nint bStep, nint k, float* c, nint cStride, bool accumulate)
    {
        Vector256<float> c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51;
        if (accumulate)
        {
            (c00, c01) = (Vector256.Load(c), Vector256.Load(c + 8));
            (c10, c11) = (Vector256.Load(c + cStride), Vector256.Load(c + cStride + 8));
            (c20, c21) = (Vector256.Load(c + (2 * cStride)), Vector256.Load(c + (2 * cStride) + 8));
            (c30, c31) = (Vector256.Load(c + (3 * cStride)), Vector256.Load(c + (3 * cStride) + 8));
            (c40, c41) = (Vector256.Load(c + (4 * cStride)), Vector256.Load(c + (4 * cStride) + 8));
            (c50, c51) = (Vector256.Load(c + (5 * cStride)), Vector256.Load(c + (5 * cStride) + 8));
        }
        else
        {
            c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = Vector256<float>.Zero;
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
            x = Vector256.Create(a[aRow]);
            c10 = MultiplyAdd(x, b0, c10);
            c11 = MultiplyAdd(x, b1, c11);
            x = Vector256.Create(a[aRow2]);
            c20 = MultiplyAdd(x, b0, c20);
            c21 = MultiplyAdd(x, b1, c21);
            x = Vector256.Create(*a3);
            c30 = MultiplyAdd(x, b0, c30);
            c31 = MultiplyAdd(x, b1, c31);
            x = Vector256.Create(a3[aRow]);
            c40 = MultiplyAdd(x, b0, c40);
            c41 = MultiplyAdd(x, b1, c41);
            x = Vector256.Create(a3[aRow2]);
            c50 = MultiplyAdd(x, b0, c50);
            c51 = MultiplyAdd(x, b1, c51);
            a += aStep;
            a3 += aStep;
            b += bStep;
        }
        while (--k > 0);

        c00.Store(c);
        c01.Store(c + 8);
        c10.Store(c + cStride);
        c11.Store(c + cStride + 8);
        c20.Store(c + (2 * cStride));
        c21.Store(c + (2 * cStride) + 8);
        c30.Store(c + (3 * cStride));
        c31.Store(c + (3 * cStride) + 8);
        c40.Store(c + (4 * cStride));
        c41.Store(c + (4 * cStride) + 8);
        c50.Store(c + (5 * cStride));
        c51.Store(c + (5 * cStride) + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(float* a, nint aRow, nint aStep, float* b, nint bStep, nint k, float* c, nint cStride, bool accumulate)
    {
        Vector256<float> c00, c01, c10, c11, c20, c21, c30, c31;
        if (accumulate)
        {
            (c00, c01) = (Vector256.Load(c), Vector256.Load(c + 8));
            (c10, c11) = (Vector256.Load(c + cStride), Vector256.Load(c + cStride + 8));
            (c20, c21) = (Vector256.Load(c + (2 * cStride)), Vector256.Load(c + (2 * cStride) + 8));
            (c30, c31) = (Vector256.Load(c + (3 * cStride)), Vector256.Load(c + (3 * cStride) + 8));
        }
        else
        {
            c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = Vector256<float>.Zero;
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
            x = Vector256.Create(a[aRow]);
            c10 = MultiplyAdd(x, b0, c10);
            c11 = MultiplyAdd(x, b1, c11);
            x = Vector256.Create(a[aRow2]);
            c20 = MultiplyAdd(x, b0, c20);
            c21 = MultiplyAdd(x, b1, c21);
            x = Vector256.Create(*a3);
            c30 = MultiplyAdd(x, b0, c30);
            c31 = MultiplyAdd(x, b1, c31);
            a += aStep;
            a3 += aStep;
            b += bStep;
        }
        while (--k > 0);

        c00.Store(c);
        c01.Store(c + 8);
        c10.Store(c + cStride);
        c11.Store(c + cStride + 8);
        c20.Store(c + (2 * cStride));
        c21.Store(c + (2 * cStride) + 8);
        c30.Store(c + (3 * cStride));
        c31.Store(c + (3 * cStride) + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(float* a, nint aRow, nint aStep, float* b, nint bStep, nint k, float* c, nint cStride, bool accumulate)
    {
        Vector256<float> c00, c01, c10, c11;
        if (accumulate)
        {
            (c00, c01) = (Vector256.Load(c), Vector256.Load(c + 8));
            (c10, c11) = (Vector256.Load(c + cStride), Vector256.Load(c + cStride + 8));
        }
        else
        {
            c00 = c01 = c10 = c11 = Vector256<float>.Zero;
        }

        do
        {
            var b0 = Vector256.Load(b);
            var b1 = Vector256.Load(b + 8);
            var x = Vector256.Create(*a);
            c00 = MultiplyAdd(x, b0, c00);
            c01 = MultiplyAdd(x, b1, c01);
            x = Vector256.Create(a[aRow]);
            c10 = MultiplyAdd(x, b0, c10);
            c11 = MultiplyAdd(x, b1, c11);
            a += aStep;
            b += bStep;
        }
        while (--k > 0);

        c00.Store(c);
        c01.Store(c + 8);
        c10.Store(c + cStride);
        c11.Store(c + cStride + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(float* a, nint aRow, nint aStep, float* b, nint bStep, nint k, float* c, nint cStride, bool accumulate)
    {
        Vector256<float> c00, c01;
        if (accumulate)
        {
            (c00, c01) = (Vector256.Load(c), Vector256.Load(c + 8));
        }
        else
        {
            c00 = c01 = Vector256<float>.Zero;
        }

        do
        {
            var b0 = Vector256.Load(b);
            var b1 = Vector256.Load(b + 8);
            var x = Vector256.Create(*a);
            c00 = MultiplyAdd(x, b0, c00);
            c01 = MultiplyAdd(x, b1, c01);
            a += aStep;
            b += bStep;
        }
        while (--k > 0);

        c00.Store(c);
        c01.Store(c + 8);
    }
}
