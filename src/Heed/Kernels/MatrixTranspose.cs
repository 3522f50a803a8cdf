using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Heed.Kernels;

/// <summary>Transposes a block in registers, 8 x 8 at a time.</summary>
internal static unsafe class MatrixTranspose
{
    /// <summary>target[j, i] = source[i, j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(float* source, int sourceStride, float* target, int targetStride, int rows, int columns)
    {
        var i = 0;
        if (Avx.IsSupported)
        {
            for (; i + 8 <= rows; i += 8)
            {
                var j = 0;
                for (; j + 8 <= columns; j += 8)
                {
                    Eight(source + ((long)i * sourceStride) + j, sourceStride, target + ((long)j * targetStride) + i, targetStride);
                }

                Plain(source + ((long)i * sourceStride) + j, sourceStride, target + ((long)j * targetStride) + i, targetStride, 8, columns - j);
            }
        }

        Plain(source + ((long)i * sourceStride), sourceStride, target + i, targetStride, rows - i, columns);
    }

    private static void Plain(float* source, int sourceStride, float* target, int targetStride, int rows, int columns)
    {
        for (var j = 0; j < columns; j++)
        {
            for (var i = 0; i < rows; i++)
            {
                target[((long)j * targetStride) + i] = source[((long)i * sourceStride) + j];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* source, nint sourceStride, float* target, nint targetStride)
    {
        var source4 = source + (4 * sourceStride);
        var a = Avx.LoadVector256(source);
        var b = Avx.LoadVector256(source + sourceStride);
        var c = Avx.LoadVector256(source + (2 * sourceStride));
        var d = Avx.LoadVector256(source + (3 * sourceStride));
        var e = Avx.LoadVector256(source4);
        var f = Avx.LoadVector256(source4 + sourceStride);
        var g = Avx.LoadVector256(source4 + (2 * sourceStride));
        var h = Avx.LoadVector256(source4 + (3 * sourceStride));
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
        var target4 = target + (4 * targetStride);
        Avx.Permute2x128(a, e, 0x20).Store(target);
        Avx.Permute2x128(b, f, 0x20).Store(target + targetStride);
        Avx.Permute2x128(c, g, 0x20).Store(target + (2 * targetStride));
        Avx.Permute2x128(d, h, 0x20).Store(target + (3 * targetStride));
        Avx.Permute2x128(a, e, 0x31).Store(target4);
        Avx.Permute2x128(b, f, 0x31).Store(target4 + targetStride);
        Avx.Permute2x128(c, g, 0x31).Store(target4 + (2 * targetStride));
        Avx.Permute2x128(d, h, 0x31).Store(target4 + (3 * targetStride));
    }
}
