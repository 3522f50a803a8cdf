using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;

namespace Heed.Kernels;

/// <summary>
/// Dot products of a few rows of A with many rows of B, a tile of them at a time. The rows of B in a tile lie far apart, and tile after
/// tile each of those runs goes on with its next row. Every dot has one vector of sums of its own, so its bits depend on no tile.
/// </summary>
internal static unsafe class ThinDots
{
    // Two, four and three divide it. The runs of a tile are then long enough to be fetched ahead.
    private const int RowsPerItem = 96;

    /// <summary>C[i, j] (+)= sum_l A[i, l] B[j, l].</summary>
    /// <param name="a">[m, k], element (i, l) at i aRow + l aStep.</param>
    /// <param name="b">[n, k], rows <paramref name="bStride"/> apart.</param>
    /// <param name="c">[m, n], rows <paramref name="cStride"/> apart.</param>
    public static void Run(
        float* a, nint aRow, nint aStep, float* b, nint bStride, float* c, nint cStride, int m, int n, int k, bool accumulate, bool onTeam)
    {
        var height = m > 2 ? 4 : m;
        var work = new Work
        {
            A = Pack(a, aRow, aStep, m, k, height), B = b, BStride = bStride, C = c, CStride = cStride, M = m, N = n, K = k,
            Height = height, Accumulate = accumulate,
        };
        Team.Run(ref work, (n + RowsPerItem - 1) / RowsPerItem, onTeam);
    }

    /// <summary>
    /// Groups of 1, 2 or 4 rows, in each eight elements of one row beside eight of the next: one run to read, where rows of a round
    /// length would fight for the same lines of the cache. What stands where rows or elements are missing is not used.
    /// </summary>
    private static float* Pack(float* a, nint aRow, nint aStep, int m, int k, int height)
    {
        if (height == 1 && aStep == 1)
        {
            return a;
        }

        var packed = Scratch.Shared((long)(m + height - 1) / height * height * RoundUp(k));
        for (var row = 0; row < m; row++)
        {
            var source = a + (row * aRow);
            var target = packed + ((long)row / height * height * RoundUp(k)) + (row % height * 8);
            for (nint depth = 0; depth < k; depth += 8, target += 8 * height)
            {
                if (aStep == 1 && depth + 8 <= k)
                {
                    Vector256.Load(source + depth).Store(target);
                    continue;
                }

                for (nint i = 0; i < 8 && depth + i < k; i++)
                {
                    target[i] = source[(depth + i) * aStep];
                }
            }
        }

        return packed;
    }

    private static int RoundUp(int k) => (k + 7) & ~7;

    private struct Work : IParallelWork
    {
        public float* A;
        public float* B;
        public nint BStride;
        public float* C;
        public nint CStride;
        public int M;
        public int N;
        public int K;
        public int Height;
        public bool Accumulate;

        public readonly void Run(int item)
        {
            var first = item * RowsPerItem;
            var rows = Math.Min(RowsPerItem, N - first);
            var runs = Height == 4 ? 3 : Height == 2 ? 6 : 4;
            var runLength = (rows + runs - 1) / runs;
            var b = stackalloc float*[6];
            var sums = stackalloc float[12];
            for (var i = 0; i < runLength; i++)
            {
                for (var run = 0; run < runs; run++)
                {
                    // A run that has ended repeats its last row, and what comes of it is dropped.
                    b[run] = B + ((first + Math.Min((run * runLength) + i, rows - 1)) * BStride);
                }

                for (var row = 0; row < M; row += Height)
                {
                    Tile(A + ((long)row * RoundUp(K)), b, sums);
                    for (var run = 0; run < runs && (run * runLength) + i < rows; run++)
                    {
                        Store(sums + run, runs, C + (row * CStride) + first + (run * runLength) + i, Math.Min(Height, M - row));
                    }
                }
            }
        }

        private readonly void Tile(float* a, float** b, float* sums)
        {
            switch (Height)
            {
                case 1:
                    OneByFour(a, b, K, sums);
                    break;
                case 2:
                    TwoBySix(a, b, K, sums);
                    break;
                default:
                    FourByThree(a, b, BStride, K, sums);
                    break;
            }
        }

        private readonly void Store(float* sums, int runs, float* c, int rows)
        {
            for (var i = 0; i < rows; i++, c += CStride)
            {
                *c = Accumulate ? *c + sums[i * runs] : sums[i * runs];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneByFour(float* a, float** b, int k, float* sums)
    {
        float* b0 = b[0], b1 = b[1], b2 = b[2], b3 = b[3];
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        nint l = 0;
        for (; l + 8 <= k; l += 8)
        {
            var x = Vector256.Load(a + l);
            s0 = MultiplyAdd(x, Vector256.Load(b0 + l), s0);
            s1 = MultiplyAdd(x, Vector256.Load(b1 + l), s1);
            s2 = MultiplyAdd(x, Vector256.Load(b2 + l), s2);
            s3 = MultiplyAdd(x, Vector256.Load(b3 + l), s3);
        }

        a += l;
        sums[0] = Finish(s0, a, b0 + l, k - l);
        sums[1] = Finish(s1, a, b1 + l, k - l);
        sums[2] = Finish(s2, a, b2 + l, k - l);
        sums[3] = Finish(s3, a, b3 + l, k - l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoBySix(float* a, float** b, int k, float* sums)
    {
        float* b0 = b[0], b1 = b[1], b2 = b[2], b3 = b[3], b4 = b[4], b5 = b[5];
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default;
        Vector256<float> t0 = default, t1 = default, t2 = default, t3 = default, t4 = default, t5 = default;
        nint l = 0;
        for (; l + 8 <= k; l += 8)
        {
            var x = Vector256.Load(a);
            var y = Vector256.Load(a + 8);
            var w = Vector256.Load(b0 + l);
            s0 = MultiplyAdd(x, w, s0);
            t0 = MultiplyAdd(y, w, t0);
            w = Vector256.Load(b1 + l);
            s1 = MultiplyAdd(x, w, s1);
            t1 = MultiplyAdd(y, w, t1);
            w = Vector256.Load(b2 + l);
            s2 = MultiplyAdd(x, w, s2);
            t2 = MultiplyAdd(y, w, t2);
            w = Vector256.Load(b3 + l);
            s3 = MultiplyAdd(x, w, s3);
            t3 = MultiplyAdd(y, w, t3);
            w = Vector256.Load(b4 + l);
            s4 = MultiplyAdd(x, w, s4);
            t4 = MultiplyAdd(y, w, t4);
            w = Vector256.Load(b5 + l);
            s5 = MultiplyAdd(x, w, s5);
            t5 = MultiplyAdd(y, w, t5);
            a += 16;
        }

        sums[0] = Finish(s0, a, b0 + l, k - l);
        sums[1] = Finish(s1, a, b1 + l, k - l);
        sums[2] = Finish(s2, a, b2 + l, k - l);
        sums[3] = Finish(s3, a, b3 + l, k - l);
        sums[4] = Finish(s4, a, b4 + l, k - l);
        sums[5] = Finish(s5, a, b5 + l, k - l);
        sums[6] = Finish(t0, a + 8, b0 + l, k - l);
        sums[7] = Finish(t1, a + 8, b1 + l, k - l);
        sums[8] = Finish(t2, a + 8, b2 + l, k - l);
        sums[9] = Finish(t3, a + 8, b3 + l, k - l);
        sums[10] = Finish(t4, a + 8, b4 + l, k - l);
        sums[11] = Finish(t5, a + 8, b5 + l, k - l);
    }

    /// <param name="ahead">How far on the next rows lie: with so many products a row the processor does not look there in time by itself.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourByThree(float* a, float** b, nint ahead, int k, float* sums)
    {
        float* b0 = b[0], b1 = b[1], b2 = b[2];
        Vector256<float> s0 = default, s1 = default, s2 = default, t0 = default, t1 = default, t2 = default;
        Vector256<float> u0 = default, u1 = default, u2 = default, v0 = default, v1 = default, v2 = default;
        nint l = 0;
        for (; l + 8 <= k; l += 8)
        {
            Prefetch(b0 + l + ahead);
            Prefetch(b1 + l + ahead);
            Prefetch(b2 + l + ahead);
            var w0 = Vector256.Load(b0 + l);
            var w1 = Vector256.Load(b1 + l);
            var w2 = Vector256.Load(b2 + l);
            var x = Vector256.Load(a);
            s0 = MultiplyAdd(x, w0, s0);
            s1 = MultiplyAdd(x, w1, s1);
            s2 = MultiplyAdd(x, w2, s2);
            x = Vector256.Load(a + 8);
            t0 = MultiplyAdd(x, w0, t0);
            t1 = MultiplyAdd(x, w1, t1);
            t2 = MultiplyAdd(x, w2, t2);
            x = Vector256.Load(a + 16);
            u0 = MultiplyAdd(x, w0, u0);
            u1 = MultiplyAdd(x, w1, u1);
            u2 = MultiplyAdd(x, w2, u2);
            x = Vector256.Load(a + 24);
            v0 = MultiplyAdd(x, w0, v0);
            v1 = MultiplyAdd(x, w1, v1);
            v2 = MultiplyAdd(x, w2, v2);
            a += 32;
        }

        sums[0] = Finish(s0, a, b0 + l, k - l);
        sums[1] = Finish(s1, a, b1 + l, k - l);
        sums[2] = Finish(s2, a, b2 + l, k - l);
        sums[3] = Finish(t0, a + 8, b0 + l, k - l);
        sums[4] = Finish(t1, a + 8, b1 + l, k - l);
        sums[5] = Finish(t2, a + 8, b2 + l, k - l);
        sums[6] = Finish(u0, a + 16, b0 + l, k - l);
        sums[7] = Finish(u1, a + 16, b1 + l, k - l);
        sums[8] = Finish(u2, a + 16, b2 + l, k - l);
        sums[9] = Finish(v0, a + 24, b0 + l, k - l);
        sums[10] = Finish(v1, a + 24, b1 + l, k - l);
        sums[11] = Finish(v2, a + 24, b2 + l, k - l);
    }

    /// <summary>The sum of the lanes, and of the products that are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Finish(Vector256<float> lanes, float* a, float* b, nint left)
    {
        var sum = Sum(lanes);
        for (nint l = 0; l < left; l++)
        {
            sum += a[l] * b[l];
        }

        return sum;
    }
}
