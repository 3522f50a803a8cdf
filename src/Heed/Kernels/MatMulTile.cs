using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;

namespace Heed.Kernels;

/// <summary>The register tile of the blocked product.</summary>
internal static unsafe class MatMulTile
{
    public const int Rows = 6;
    public const int Columns = 16;

    /// <summary>
    /// C[6, 16] (+)= A[6, k] B[k, 16]: twelve sums in registers, two loads of B and six broadcasts of A a step.
    /// </summary>
    /// <param name="a">Rows <paramref name="aStride"/> apart.</param>
    /// <param name="b">Packed: 16 floats a step.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* a, nint aStride, float* b, nint k, float* c, nint cStride, bool accumulate)
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

        var a3 = a + (3 * aStride);
        var aStride2 = 2 * aStride;
        do
        {
            var b0 = Vector256.Load(b);
            var b1 = Vector256.Load(b + 8);
            var x = Vector256.Create(*a);
            c00 = MultiplyAdd(x, b0, c00);
            c01 = MultiplyAdd(x, b1, c01);
            x = Vector256.Create(a[aStride]);
            c10 = MultiplyAdd(x, b0, c10);
            c11 = MultiplyAdd(x, b1, c11);
            x = Vector256.Create(a[aStride2]);
            c20 = MultiplyAdd(x, b0, c20);
            c21 = MultiplyAdd(x, b1, c21);
            x = Vector256.Create(*a3);
            c30 = MultiplyAdd(x, b0, c30);
            c31 = MultiplyAdd(x, b1, c31);
            x = Vector256.Create(a3[aStride]);
            c40 = MultiplyAdd(x, b0, c40);
            c41 = MultiplyAdd(x, b1, c41);
            x = Vector256.Create(a3[aStride2]);
            c50 = MultiplyAdd(x, b0, c50);
            c51 = MultiplyAdd(x, b1, c51);
            a++;
            a3++;
            b += 16;
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
}
