using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;
using static Heed.Kernels.TileShape;

namespace Heed.Kernels;

/// <summary>
/// Two tiles of 512 bits beside each other: a row of C is two registers, and an element of A is loaded once for both. A core with two multipliers has
/// only two loads to go with them, which one tile uses up: of eight multiply-adds each brings a load of its own, and the row of B is the ninth.
/// </summary>
internal static unsafe class MatMulTilePair512
{
    /// <summary>
    /// Rows of a tile: twelve are 24 sums, a row of B and an element of A, 27 of 32 registers. Rows apart take pointers and strides, for which eight is the most
    /// that keeps all of them in registers too.
    /// </summary>
    public static int MostRows(nint aRow) => aRow == 1 ? 12 : 8;

    /// <summary>C[rows, 32] (+)= A[rows, k] B[k, 32].</summary>
    /// <param name="a">Element (i, l) is at i aRow + l aStep.</param>
    /// <param name="b">The first 16 columns: row l is at l bStep.</param>
    /// <param name="b2">The other 16 columns.</param>
    /// <param name="c">Row i of the first 16 columns is at i cStride.</param>
    /// <param name="c2">The other 16 columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(float* a, nint aRow, nint aStep, float* b, float* b2, nint bStep, nint k, float* c, float* c2, nint cStride, int rows, bool accumulate)
    {
        if (aRow == 1)
        {
            Multiply<SideBySide>(a, aRow, aStep, b, b2, bStep, k, c, c2, cStride, rows, accumulate);
        }
        else
        {
            Multiply<Apart>(a, aRow, aStep, b, b2, bStep, k, c, c2, cStride, rows, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TLayout>(
        float* a, nint aRow, nint aStep, float* b, float* b2, nint bStep, nint k, float* c, float* c2, nint cStride, int rows, bool accumulate)
        where TLayout : struct, IRowLayout
    {
        switch (rows)
        {
            case 12:
                Tile<Twelve, TLayout>(a, aRow, aStep, b, b2, bStep, k, c, c2, cStride, accumulate);
                break;
            case 11:
                Tile<Eleven, TLayout>(a, aRow, aStep, b, b2, bStep, k, c, c2, cStride, accumulate);
                break;
            case 10:
                Tile<Ten, TLayout>(a, aRow, aStep, b, b2, bStep, k, c, c2, cStride, accumulate);
                break;
            case 9:
                Tile<Nine, TLayout>(a, aRow, aStep, b, b2, bStep, k, c, c2, cStride, accumulate);
                break;
            case 8:
                Tile<Eight, TLayout>(a, aRow, aStep, b, b2, bStep, k, c, c2, cStride, accumulate);
                break;
            case 7:
                Tile<Seven, TLayout>(a, aRow, aStep, b, b2, bStep, k, c, c2, cStride, accumulate);
                break;
            case 6:
                Tile<Six, TLayout>(a, aRow, aStep, b, b2, bStep, k, c, c2, cStride, accumulate);
                break;
            case 5:
                Tile<Five, TLayout>(a, aRow, aStep, b, b2, bStep, k, c, c2, cStride, accumulate);
                break;
            case 4:
                Tile<Four, TLayout>(a, aRow, aStep, b, b2, bStep, k, c, c2, cStride, accumulate);
                break;
            case 3:
                Tile<Three, TLayout>(a, aRow, aStep, b, b2, bStep, k, c, c2, cStride, accumulate);
                break;
            case 2:
                Tile<Two, TLayout>(a, aRow, aStep, b, b2, bStep, k, c, c2, cStride, accumulate);
                break;
            default:
                Tile<One, TLayout>(a, aRow, aStep, b, b2, bStep, k, c, c2, cStride, accumulate);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TCount, TLayout>(float* a, nint aRow, nint aStep, float* b, float* b2, nint bStep, nint k, float* c, float* c2, nint cStride, bool accumulate)
        where TCount : struct, IRowCount
        where TLayout : struct, IRowLayout
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default;
        Vector512<float> s6 = default, s7 = default, s8 = default, s9 = default, s10 = default, s11 = default;
        Vector512<float> t0 = default, t1 = default, t2 = default, t3 = default, t4 = default, t5 = default;
        Vector512<float> t6 = default, t7 = default, t8 = default, t9 = default, t10 = default, t11 = default;
        if (accumulate)
        {
            Load<TCount>(c, c2, cStride, 0, ref s0, ref t0);
            Load<TCount>(c, c2, cStride, 1, ref s1, ref t1);
            Load<TCount>(c, c2, cStride, 2, ref s2, ref t2);
            Load<TCount>(c, c2, cStride, 3, ref s3, ref t3);
            Load<TCount>(c, c2, cStride, 4, ref s4, ref t4);
            Load<TCount>(c, c2, cStride, 5, ref s5, ref t5);
            Load<TCount>(c, c2, cStride, 6, ref s6, ref t6);
            Load<TCount>(c, c2, cStride, 7, ref s7, ref t7);
            Load<TCount>(c, c2, cStride, 8, ref s8, ref t8);
            Load<TCount>(c, c2, cStride, 9, ref s9, ref t9);
            Load<TCount>(c, c2, cStride, 10, ref s10, ref t10);
            Load<TCount>(c, c2, cStride, 11, ref s11, ref t11);
        }

        nint aRow2 = 2 * aRow, aRow3 = 3 * aRow;
        var a4 = a + (4 * aRow);
        do
        {
            Vector512<float> row = Vector512.Load(b), row2 = Vector512.Load(b2);
            Add(*a, row, row2, ref s0, ref t0);
            if (TCount.Rows > 1)
            {
                Add(TLayout.SideBySide ? a[1] : a[aRow], row, row2, ref s1, ref t1);
            }

            if (TCount.Rows > 2)
            {
                Add(TLayout.SideBySide ? a[2] : a[aRow2], row, row2, ref s2, ref t2);
            }

            if (TCount.Rows > 3)
            {
                Add(TLayout.SideBySide ? a[3] : a[aRow3], row, row2, ref s3, ref t3);
            }

            if (TCount.Rows > 4)
            {
                Add(TLayout.SideBySide ? a[4] : *a4, row, row2, ref s4, ref t4);
            }

            if (TCount.Rows > 5)
            {
                Add(TLayout.SideBySide ? a[5] : a4[aRow], row, row2, ref s5, ref t5);
            }

            if (TCount.Rows > 6)
            {
                Add(TLayout.SideBySide ? a[6] : a4[aRow2], row, row2, ref s6, ref t6);
            }

            if (TCount.Rows > 7)
            {
                Add(TLayout.SideBySide ? a[7] : a4[aRow3], row, row2, ref s7, ref t7);
            }

            if (TCount.Rows > 8)
            {
                Add(a[8], row, row2, ref s8, ref t8);
            }

            if (TCount.Rows > 9)
            {
                Add(a[9], row, row2, ref s9, ref t9);
            }

            if (TCount.Rows > 10)
            {
                Add(a[10], row, row2, ref s10, ref t10);
            }

            if (TCount.Rows > 11)
            {
                Add(a[11], row, row2, ref s11, ref t11);
            }

            a += aStep;
            a4 += aStep;
            b += bStep;
            b2 += bStep;
        }
        while (--k > 0);

        Store<TCount>(s0, t0, c, c2, cStride, 0);
        Store<TCount>(s1, t1, c, c2, cStride, 1);
        Store<TCount>(s2, t2, c, c2, cStride, 2);
        Store<TCount>(s3, t3, c, c2, cStride, 3);
        Store<TCount>(s4, t4, c, c2, cStride, 4);
        Store<TCount>(s5, t5, c, c2, cStride, 5);
        Store<TCount>(s6, t6, c, c2, cStride, 6);
        Store<TCount>(s7, t7, c, c2, cStride, 7);
        Store<TCount>(s8, t8, c, c2, cStride, 8);
        Store<TCount>(s9, t9, c, c2, cStride, 9);
        Store<TCount>(s10, t10, c, c2, cStride, 10);
        Store<TCount>(s11, t11, c, c2, cStride, 11);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float a, Vector512<float> row, Vector512<float> row2, ref Vector512<float> c, ref Vector512<float> d)
    {
        var x = Vector512.Create(a);
        c = MultiplyAdd(x, row, c);
        d = MultiplyAdd(x, row2, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TCount>(float* c, float* c2, nint cStride, int row, ref Vector512<float> sums, ref Vector512<float> sums2)
        where TCount : struct, IRowCount
    {
        if (row < TCount.Rows)
        {
            sums = Vector512.Load(c + (row * cStride));
            sums2 = Vector512.Load(c2 + (row * cStride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TCount>(Vector512<float> sums, Vector512<float> sums2, float* c, float* c2, nint cStride, int row)
        where TCount : struct, IRowCount
    {
        if (row < TCount.Rows)
        {
            sums.Store(c + (row * cStride));
            sums2.Store(c2 + (row * cStride));
        }
    }
}
