using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;

namespace Heed.Kernels;

/// <summary>The product where C has at most eight rows: B is read once where it lies, for packing it would cost more than the product.</summary>
internal static unsafe class ThinProduct
{
    public const int MaxRows = 8;
    private const int StripColumns = 64;

    public static void Run(
        float* a, int aStride, bool transposeA, float* b, int bStride, bool transposeB, float* c, int cStride, int m, int n, int k,
        bool accumulate, bool onTeam)
    {
        var (rowStep, depthStep) = transposeA ? (1, aStride) : (aStride, 1);
        if (transposeA && transposeB)
        {
            // Dot products want the rows of A in one piece.
            var rows = Scratch.Shared((long)m * k);
            for (var row = 0; row < m; row++)
            {
                for (var depth = 0; depth < k; depth++)
                {
                    rows[((long)row * k) + depth] = a[((long)depth * aStride) + row];
                }
            }

            a = rows;
            (rowStep, depthStep) = (k, 1);
        }

        var work = new Work
        {
            A = a, RowStep = rowStep, DepthStep = depthStep, B = b, BStride = bStride, TransposeB = transposeB, C = c, CStride = cStride,
            M = m, N = n, K = k, Accumulate = accumulate,
        };
        var items = (n + StripColumns - 1) / StripColumns;
        if (onTeam)
        {
            Team.Run(ref work, items);
            return;
        }

        for (var item = 0; item < items; item++)
        {
            work.Run(item);
        }
    }

    private struct Work : IParallelWork
    {
        public float* A;
        public int RowStep;
        public int DepthStep;
        public float* B;
        public int BStride;
        public bool TransposeB;
        public float* C;
        public int CStride;
        public int M;
        public int N;
        public int K;
        public bool Accumulate;

        public readonly void Run(int item)
        {
            var first = item * StripColumns;
            var end = Math.Min(N, first + StripColumns);
            if (TransposeB)
            {
                for (var column = first; column < end; column++)
                {
                    Dots(B + ((long)column * BStride), C + column);
                }

                return;
            }

            var start = first;
            for (; start + 32 <= end; start += 32)
            {
                for (var row = 0; row < M; row++)
                {
                    Strip32(A + ((long)row * RowStep), B + start, C + ((long)row * CStride) + start);
                }
            }

            for (; start < end; start += 8)
            {
                for (var row = 0; row < M; row++)
                {
                    Strip8(A + ((long)row * RowStep), B + start, C + ((long)row * CStride) + start, Math.Min(8, end - start));
                }
            }
        }

        private readonly void Dots(float* b, float* c)
        {
            for (var row = 0; row < M; row++)
            {
                var dot = RowMath.Dot(A + ((long)row * RowStep), b, K);
                var target = c + ((long)row * CStride);
                *target = Accumulate ? *target + dot : dot;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Strip32(float* a, float* b, float* c)
        {
            Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
            if (Accumulate)
            {
                (s0, s1, s2, s3) = (Vector256.Load(c), Vector256.Load(c + 8), Vector256.Load(c + 16), Vector256.Load(c + 24));
            }

            nint depthStep = DepthStep, bStride = BStride;
            for (var depth = 0; depth < K; depth++)
            {
                var x = Vector256.Create(*a);
                s0 = MultiplyAdd(x, Vector256.Load(b), s0);
                s1 = MultiplyAdd(x, Vector256.Load(b + 8), s1);
                s2 = MultiplyAdd(x, Vector256.Load(b + 16), s2);
                s3 = MultiplyAdd(x, Vector256.Load(b + 24), s3);
                a += depthStep;
                b += bStride;
            }

            s0.Store(c);
            s1.Store(c + 8);
            s2.Store(c + 16);
            s3.Store(c + 24);
        }

        private readonly void Strip8(float* a, float* b, float* c, int columns)
        {
            for (var j = 0; j < columns; j++)
            {
                var sum = Accumulate ? c[j] : 0;
                for (var depth = 0; depth < K; depth++)
                {
                    sum += a[(long)depth * DepthStep] * b[((long)depth * BStride) + j];
                }

                c[j] = sum;
            }
        }
    }
}
