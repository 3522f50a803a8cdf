using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Heed.Kernels;

/// <summary>Transposes matrices and into and out of panels of 16 lanes, in registers, 8 x 8 at a time.</summary>
internal static unsafe class MatrixTranspose
{
    private const int Lanes = MatMulTile.Columns;

    /// <summary>panel[j, lane] = source[lane, j] for the rows there are, zero in the other lanes.</summary>
    /// <param name="source">[rows, columns], rows <paramref name="stride"/> apart.</param>
    /// <param name="rows">At most 16.</param>
    /// <param name="panel">[columns, 16].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToPanel(float* source, nint stride, int rows, int columns, float* panel)
    {
        for (var half = 0; half < Lanes; half += 8, source += 8 * stride, panel += 8)
        {
            var readable = Math.Clamp(rows - half, 0, 8);
            nint j = 0;
            if (Avx.IsSupported && readable > 0)
            {
                for (; j + 8 <= columns; j += 8)
                {
                    Eight(source + j, stride, panel + (j * Lanes), Lanes, readable, 8);
                }
            }

            for (; j < columns; j++)
            {
                for (var lane = 0; lane < 8; lane++)
                {
                    panel[(j * Lanes) + lane] = lane < readable ? source[(lane * stride) + j] : 0;
                }
            }
        }
    }

    /// <summary>target[lane, j] = panel[j, lane] for the first <paramref name="rows"/> lanes.</summary>
    /// <param name="panel">[columns, 16].</param>
    /// <param name="target">[rows, columns], rows <paramref name="stride"/> apart.</param>
    /// <param name="rows">At most 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromPanel(float* panel, float* target, nint stride, int rows, int columns)
    {
        for (var half = 0; half < rows; half += 8, target += 8 * stride, panel += 8)
        {
            var writable = Math.Min(rows - half, 8);
            nint j = 0;
            if (Avx.IsSupported)
            {
                for (; j + 8 <= columns; j += 8)
                {
                    Eight(panel + (j * Lanes), Lanes, target + j, stride, 8, writable);
                }
            }

            for (; j < columns; j++)
            {
                for (var lane = 0; lane < writable; lane++)
                {
                    target[(lane * stride) + j] = panel[(j * Lanes) + lane];
                }
            }
        }
    }

    /// <summary>target[j, i] = source[i, j].</summary>
    /// <param name="source">[rows, columns], rows <paramref name="stride"/> apart.</param>
    /// <param name="target">[columns, rows], rows <paramref name="targetStride"/> apart. Must not overlap the source.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(float* source, nint stride, int rows, int columns, float* target, nint targetStride)
    {
        var (wholeRows, wholeColumns) = Avx.IsSupported ? (rows & ~7, columns & ~7) : (0, 0);
        for (nint i = 0; i < wholeRows; i += 8)
        {
            for (nint j = 0; j < wholeColumns; j += 8)
            {
                Eight(source + (i * stride) + j, stride, target + (j * targetStride) + i, targetStride, 8, 8);
            }
        }

        for (nint i = 0; i < rows; i++)
        {
            for (nint j = i < wholeRows ? wholeColumns : 0; j < columns; j++)
            {
                target[(j * targetStride) + i] = source[(i * stride) + j];
            }
        }
    }

    /// <summary>One block; rows of the source that must not be read count as zeros, rows of the target beyond the writable stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* source, nint sourceStride, float* target, nint targetStride, int readable, int writable)
    {
        var source4 = source + (4 * sourceStride);
        var a = Avx.LoadVector256(source);
        var b = readable > 1 ? Avx.LoadVector256(source + sourceStride) : default;
        var c = readable > 2 ? Avx.LoadVector256(source + (2 * sourceStride)) : default;
        var d = readable > 3 ? Avx.LoadVector256(source + (3 * sourceStride)) : default;
        var e = readable > 4 ? Avx.LoadVector256(source4) : default;
        var f = readable > 5 ? Avx.LoadVector256(source4 + sourceStride) : default;
        var g = readable > 6 ? Avx.LoadVector256(source4 + (2 * sourceStride)) : default;
        var h = readable > 7 ? Avx.LoadVector256(source4 + (3 * sourceStride)) : default;
        var t0 = Avx.UnpackLow(a, b);
        var t1 = Avx.UnpackHigh(a, b);
        var t2 = Avx.UnpackLow(c, d);
        var t3 = Avx.UnpackHigh(c, d);
        var t4 = Avx.UnpackLow(e, f);
        var t5 = Avx.UnpackHigh(e, f);
        var t6 = Avx.UnpackLow(g, h);
        var t7 = Avx.UnpackHigh(g, h);
        a = Avx.Shuffle(t0, t2, 0x44);
        b = Avx.Shuffle(t0, t2, 0xEE);
        c = Avx.Shuffle(t1, t3, 0x44);
        d = Avx.Shuffle(t1, t3, 0xEE);
        e = Avx.Shuffle(t4, t6, 0x44);
        f = Avx.Shuffle(t4, t6, 0xEE);
        g = Avx.Shuffle(t5, t7, 0x44);
        h = Avx.Shuffle(t5, t7, 0xEE);
        Store(Avx.Permute2x128(a, e, 0x20), target, targetStride, 0, writable);
        Store(Avx.Permute2x128(b, f, 0x20), target, targetStride, 1, writable);
        Store(Avx.Permute2x128(c, g, 0x20), target, targetStride, 2, writable);
        Store(Avx.Permute2x128(d, h, 0x20), target, targetStride, 3, writable);
        Store(Avx.Permute2x128(a, e, 0x31), target, targetStride, 4, writable);
        Store(Avx.Permute2x128(b, f, 0x31), target, targetStride, 5, writable);
        Store(Avx.Permute2x128(c, g, 0x31), target, targetStride, 6, writable);
        Store(Avx.Permute2x128(d, h, 0x31), target, targetStride, 7, writable);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> row, float* target, nint stride, int index, int writable)
    {
        if (index < writable)
        {
            row.Store(target + (index * stride));
        }
    }
}
