using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;

namespace Heed.Kernels;

/// <summary>
/// A few rows of C as sums of rows of B: C stays in the caches while four rows of B at a time run past it, a quarter of the depth
/// apart, so that each of the four is one long run. The depth is shared out too, and the shares are added in their order.
/// </summary>
internal static unsafe class ThinStrips
{
    private const int StripColumns = 4096;
    private const int MostPieces = 8;
    private const int FewestDepths = 64;
    private const int Runs = 4;

    /// <summary>C[i, j] (+)= sum_l A[i, l] B[l, j].</summary>
    /// <param name="a">[m, k], element (i, l) at i aRow + l aStep.</param>
    /// <param name="b">[k, n], rows <paramref name="bStride"/> apart.</param>
    /// <param name="c">[m, n], rows <paramref name="cStride"/> apart.</param>
    public static void Run(
        float* a, nint aRow, nint aStep, float* b, nint bStride, float* c, nint cStride, int m, int n, int k, bool accumulate, bool onTeam)
    {
        var strips = (n + StripColumns - 1) / StripColumns;
        var pieces = Math.Clamp(Math.Min(k / FewestDepths, MostPieces / strips), 1, MostPieces);
        var partial = pieces == 1 ? null : Scratch.Shared((long)pieces * m * n);
        var work = new Work
        {
            A = a, ARow = aRow, AStep = aStep, B = b, BStride = bStride, C = partial == null ? c : partial,
            CStride = partial == null ? cStride : n, M = m, N = n, K = k, Pieces = pieces, Accumulate = accumulate && partial == null,
        };
        Team.Run(ref work, strips * pieces, onTeam);
        for (var row = 0; row < m && partial != null; row++)
        {
            var target = c + (row * cStride);
            if (!accumulate)
            {
                new Span<float>(target, n).Clear();
            }

            for (var piece = 0; piece < pieces; piece++)
            {
                RowMath.Add(partial + (((long)(piece * m) + row) * n), target, n);
            }
        }
    }

    private struct Work : IParallelWork
    {
        public float* A;
        public nint ARow;
        public nint AStep;
        public float* B;
        public nint BStride;
        public float* C;
        public nint CStride;
        public int M;
        public int N;
        public int K;
        public int Pieces;
        public bool Accumulate;

        public readonly void Run(int item)
        {
            var (column, piece) = (item / Pieces * StripColumns, item % Pieces);
            var columns = Math.Min(StripColumns, N - column);
            var first = (int)((long)K * piece / Pieces);
            var depths = (int)((long)K * (piece + 1) / Pieces) - first;
            float* a = A + (first * AStep), b = B + (first * BStride) + column, c = C + ((long)piece * M * CStride) + column;
            for (var row = 0; row < M && !Accumulate; row++)
            {
                new Span<float>(c + (row * CStride), columns).Clear();
            }

            nint whole = columns & ~7;
            Whole(a, b, c, whole, depths);
            Rest(a, b + whole, c + whole, columns - (int)whole, depths);
        }

        private readonly void Whole(float* a, float* b, float* c, nint columns, int depths)
        {
            nint run = depths / Runs;
            // With more than two rows the processor does not look for the next rows of B in time by itself.
            var ahead = M > 2 ? BStride : 0;
            for (nint depth = 0; depth < run; depth++, a += AStep, b += BStride)
            {
                var row = 0;
                for (; row + 2 <= M; row += 2)
                {
                    TwoByFour(a + (row * ARow), ARow, run * AStep, b, run * BStride, c + (row * CStride), CStride, columns, ahead);
                }

                if (row < M)
                {
                    OneByFour(a + (row * ARow), run * AStep, b, run * BStride, c + (row * CStride), columns, ahead);
                }
            }

            for (nint depth = (Runs - 1) * run; depth < depths - run; depth++)
            {
                for (var row = 0; row < M; row++)
                {
                    RowMath.AddScaled(b + (depth * BStride), a[(row * ARow) + (depth * AStep)], c + (row * CStride), (int)columns);
                }
            }
        }

        /// <summary>The last columns, less than eight.</summary>
        private readonly void Rest(float* a, float* b, float* c, int columns, int depths)
        {
            for (var row = 0; row < M; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    var sum = c[(row * CStride) + column];
                    for (var depth = 0; depth < depths; depth++)
                    {
                        sum += a[(row * ARow) + (depth * AStep)] * b[(depth * BStride) + column];
                    }

                    c[(row * CStride) + column] = sum;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneByFour(float* a, nint aRun, float* b, nint bRun, float* c, nint columns, nint ahead)
    {
        Vector256<float> x0 = Vector256.Create(a[0]), x1 = Vector256.Create(a[aRun]);
        Vector256<float> x2 = Vector256.Create(a[2 * aRun]), x3 = Vector256.Create(a[3 * aRun]);
        float* b1 = b + bRun, b2 = b1 + bRun, b3 = b2 + bRun;
        for (nint j = 0; j < columns; j += 8)
        {
            if (ahead != 0)
            {
                Prefetch(b + j + ahead);
                Prefetch(b1 + j + ahead);
                Prefetch(b2 + j + ahead);
                Prefetch(b3 + j + ahead);
            }

            var s = MultiplyAdd(x0, Vector256.Load(b + j), Vector256.Load(c + j));
            s = MultiplyAdd(x1, Vector256.Load(b1 + j), s);
            s = MultiplyAdd(x2, Vector256.Load(b2 + j), s);
            MultiplyAdd(x3, Vector256.Load(b3 + j), s).Store(c + j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoByFour(float* a, nint aRow, nint aRun, float* b, nint bRun, float* c, nint cStride, nint columns, nint ahead)
    {
        Vector256<float> x0 = Vector256.Create(a[0]), x1 = Vector256.Create(a[aRun]);
        Vector256<float> x2 = Vector256.Create(a[2 * aRun]), x3 = Vector256.Create(a[3 * aRun]);
        a += aRow;
        Vector256<float> y0 = Vector256.Create(a[0]), y1 = Vector256.Create(a[aRun]);
        Vector256<float> y2 = Vector256.Create(a[2 * aRun]), y3 = Vector256.Create(a[3 * aRun]);
        float* b1 = b + bRun, b2 = b1 + bRun, b3 = b2 + bRun, d = c + cStride;
        for (nint j = 0; j < columns; j += 8)
        {
            if (ahead != 0)
            {
                Prefetch(b + j + ahead);
                Prefetch(b1 + j + ahead);
                Prefetch(b2 + j + ahead);
                Prefetch(b3 + j + ahead);
            }

            var w = Vector256.Load(b + j);
            var s = MultiplyAdd(x0, w, Vector256.Load(c + j));
            var t = MultiplyAdd(y0, w, Vector256.Load(d + j));
            w = Vector256.Load(b1 + j);
            s = MultiplyAdd(x1, w, s);
            t = MultiplyAdd(y1, w, t);
            w = Vector256.Load(b2 + j);
            s = MultiplyAdd(x2, w, s);
            t = MultiplyAdd(y2, w, t);
            w = Vector256.Load(b3 + j);
            MultiplyAdd(x3, w, s).Store(c + j);
            MultiplyAdd(y3, w, t).Store(d + j);
        }
    }
}
