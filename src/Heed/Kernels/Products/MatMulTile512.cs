using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;
using static Heed.Kernels.TileShape;

namespace Heed.Kernels;

/// <summary>
/// The tile for 512 bits: a row of C is one register, and a sum takes its element of A straight from memory, so sixteen sums are
/// sixteen instructions and one load.
/// </summary>
internal static unsafe class MatMulTile512
{
    /// <summary>Rows of a tile. Rows of A that are 4 KB apart meet in one set of the first cache, and eight is what it has room for.</summary>
    public static int MostRows(nint aRow) => aRow == 1 ? 16 : 8;

    /// <summary>One tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(float* a, nint aRow, nint aStep, float* b, nint bStep, nint k, float* c, nint cStride, int rows, bool accumulate)
    {
        if (aRow == 1)
        {
            Multiply<SideBySide>(a, aRow, aStep, b, bStep, k, c, cStride, rows, accumulate);
        }
        else
        {
            Multiply<Apart>(a, aRow, aStep, b, bStep, k, c, cStride, rows, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TLayout>(float* a, nint aRow, nint aStep, float* b, nint bStep, nint k, float* c, nint cStride, int rows, bool accumulate)
        where TLayout : struct, IRowLayout
    {
        switch (rows)
        {
            case 16:
                Tile<Sixteen, TLayout>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 15:
                Tile<Fifteen, TLayout>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 14:
                Tile<Fourteen, TLayout>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 13:
                Tile<Thirteen, TLayout>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 12:
                Tile<Twelve, TLayout>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 11:
                Tile<Eleven, TLayout>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 10:
                Tile<Ten, TLayout>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 9:
                Tile<Nine, TLayout>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 8:
                Tile<Eight, TLayout>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 7:
                Tile<Seven, TLayout>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 6:
                Tile<Six, TLayout>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 5:
                Tile<Five, TLayout>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 4:
                Tile<Four, TLayout>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 3:
                Tile<Three, TLayout>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            case 2:
                Tile<Two, TLayout>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
            default:
                Tile<One, TLayout>(a, aRow, aStep, b, bStep, k, c, cStride, accumulate);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TCount, TLayout>(float* a, nint aRow, nint aStep, float* b, nint bStep, nint k, float* c, nint cStride, bool accumulate)
        where TCount : struct, IRowCount
        where TLayout : struct, IRowLayout
    {
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        Vector512<float> c8 = default, c9 = default, c10 = default, c11 = default, c12 = default, c13 = default, c14 = default, c15 = default;
        if (accumulate)
        {
            c0 = Vector512.Load(c);
            c1 = TCount.Rows > 1 ? Vector512.Load(c + cStride) : default;
            c2 = TCount.Rows > 2 ? Vector512.Load(c + (2 * cStride)) : default;
            c3 = TCount.Rows > 3 ? Vector512.Load(c + (3 * cStride)) : default;
            c4 = TCount.Rows > 4 ? Vector512.Load(c + (4 * cStride)) : default;
            c5 = TCount.Rows > 5 ? Vector512.Load(c + (5 * cStride)) : default;
            c6 = TCount.Rows > 6 ? Vector512.Load(c + (6 * cStride)) : default;
            c7 = TCount.Rows > 7 ? Vector512.Load(c + (7 * cStride)) : default;
            c8 = TCount.Rows > 8 ? Vector512.Load(c + (8 * cStride)) : default;
            c9 = TCount.Rows > 9 ? Vector512.Load(c + (9 * cStride)) : default;
            c10 = TCount.Rows > 10 ? Vector512.Load(c + (10 * cStride)) : default;
            c11 = TCount.Rows > 11 ? Vector512.Load(c + (11 * cStride)) : default;
            c12 = TCount.Rows > 12 ? Vector512.Load(c + (12 * cStride)) : default;
            c13 = TCount.Rows > 13 ? Vector512.Load(c + (13 * cStride)) : default;
            c14 = TCount.Rows > 14 ? Vector512.Load(c + (14 * cStride)) : default;
            c15 = TCount.Rows > 15 ? Vector512.Load(c + (15 * cStride)) : default;
        }

        nint aRow2 = 2 * aRow, aRow3 = 3 * aRow;
        var a4 = a + (4 * aRow);
        do
        {
            var row = Vector512.Load(b);
            c0 = MultiplyAdd(Vector512.Create(*a), row, c0);
            c1 = TCount.Rows > 1 ? MultiplyAdd(Vector512.Create(TLayout.SideBySide ? a[1] : a[aRow]), row, c1) : c1;
            c2 = TCount.Rows > 2 ? MultiplyAdd(Vector512.Create(TLayout.SideBySide ? a[2] : a[aRow2]), row, c2) : c2;
            c3 = TCount.Rows > 3 ? MultiplyAdd(Vector512.Create(TLayout.SideBySide ? a[3] : a[aRow3]), row, c3) : c3;
            c4 = TCount.Rows > 4 ? MultiplyAdd(Vector512.Create(TLayout.SideBySide ? a[4] : *a4), row, c4) : c4;
            c5 = TCount.Rows > 5 ? MultiplyAdd(Vector512.Create(TLayout.SideBySide ? a[5] : a4[aRow]), row, c5) : c5;
            c6 = TCount.Rows > 6 ? MultiplyAdd(Vector512.Create(TLayout.SideBySide ? a[6] : a4[aRow2]), row, c6) : c6;
            c7 = TCount.Rows > 7 ? MultiplyAdd(Vector512.Create(TLayout.SideBySide ? a[7] : a4[aRow3]), row, c7) : c7;
            c8 = TCount.Rows > 8 ? MultiplyAdd(Vector512.Create(a[8]), row, c8) : c8;
            c9 = TCount.Rows > 9 ? MultiplyAdd(Vector512.Create(a[9]), row, c9) : c9;
            c10 = TCount.Rows > 10 ? MultiplyAdd(Vector512.Create(a[10]), row, c10) : c10;
            c11 = TCount.Rows > 11 ? MultiplyAdd(Vector512.Create(a[11]), row, c11) : c11;
            c12 = TCount.Rows > 12 ? MultiplyAdd(Vector512.Create(a[12]), row, c12) : c12;
            c13 = TCount.Rows > 13 ? MultiplyAdd(Vector512.Create(a[13]), row, c13) : c13;
            c14 = TCount.Rows > 14 ? MultiplyAdd(Vector512.Create(a[14]), row, c14) : c14;
            c15 = TCount.Rows > 15 ? MultiplyAdd(Vector512.Create(a[15]), row, c15) : c15;
            a += aStep;
            a4 += aStep;
            b += bStep;
        }
        while (--k > 0);

        Store<TCount>(c0, 0, c, cStride);
        Store<TCount>(c1, 1, c, cStride);
        Store<TCount>(c2, 2, c, cStride);
        Store<TCount>(c3, 3, c, cStride);
        Store<TCount>(c4, 4, c, cStride);
        Store<TCount>(c5, 5, c, cStride);
        Store<TCount>(c6, 6, c, cStride);
        Store<TCount>(c7, 7, c, cStride);
        Store<TCount>(c8, 8, c, cStride);
        Store<TCount>(c9, 9, c, cStride);
        Store<TCount>(c10, 10, c, cStride);
        Store<TCount>(c11, 11, c, cStride);
        Store<TCount>(c12, 12, c, cStride);
        Store<TCount>(c13, 13, c, cStride);
        Store<TCount>(c14, 14, c, cStride);
        Store<TCount>(c15, 15, c, cStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TCount>(Vector512<float> sums, int row, float* c, nint cStride)
        where TCount : struct, IRowCount
    {
        if (row < TCount.Rows)
        {
            sums.Store(c + (row * cStride));
        }
    }
}
