using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;

namespace Heed.Kernels;

/// <summary>
/// The backward pass that layer norm and RMS norm share: the latter has no mean, and so lacks the terms that come from it.
/// The sums over rows for gamma and beta are taken per item and then added in the order of the items.
/// </summary>
internal static unsafe class NormGradient
{
    private const int MaxItems = 64;
    private const int MinRowsPerItem = 16;

    /// <param name="mean">[rows], or null for RMS norm.</param>
    /// <param name="dx">[rows, dim], or null.</param>
    /// <param name="accumulate">Whether dx is added to; dgamma and dbeta always are.</param>
    public static void Run(
        float* x, float* gamma, float* mean, float* inverseStd, float* dy, float* dx, bool accumulate, Span<float> dGamma, Span<float> dBeta,
        int rows, int dim)
    {
        Require.Length(dGamma, dGamma.IsEmpty ? 0 : dim);
        Require.Length(dBeta, dBeta.IsEmpty ? 0 : dim);
        if (rows == 0)
        {
            return;
        }

        var rowsPerItem = Math.Max(MinRowsPerItem, (rows + MaxItems - 1) / MaxItems);
        var items = (rows + rowsPerItem - 1) / rowsPerItem;
        var partial = Scratch.Shared(2L * items * dim);
        var work = new Work
        {
            X = x, Gamma = gamma, Mean = mean, InverseStd = inverseStd, Dy = dy, Dx = dx, Partial = partial, Rows = rows,
            RowsPerItem = rowsPerItem, Dim = dim, Accumulate = accumulate,
        };
        Team.Run(ref work, items);
        fixed (float* pGamma = dGamma, pBeta = dBeta)
        {
            for (var item = 0; item < items; item++)
            {
                if (pGamma != null)
                {
                    RowMath.Add(partial + (2L * item * dim), pGamma, dim);
                }

                if (pBeta != null)
                {
                    RowMath.Add(partial + (((2L * item) + 1) * dim), pBeta, dim);
                }
            }
        }
    }

    private struct Work : IParallelWork
    {
        public float* X;
        public float* Gamma;
        public float* Mean;
        public float* InverseStd;
        public float* Dy;
        public float* Dx;
        public float* Partial;
        public int Rows;
        public int RowsPerItem;
        public int Dim;
        public bool Accumulate;

        public readonly void Run(int item)
        {
            float* dGamma = Partial + (2L * item * Dim), dBeta = dGamma + Dim;
            new Span<float>(dGamma, 2 * Dim).Clear();
            var end = Math.Min(Rows, (item + 1) * RowsPerItem);
            for (var row = item * RowsPerItem; row < end; row++)
            {
                Row(X + ((long)row * Dim), Dy + ((long)row * Dim), Mean == null ? 0 : Mean[row], InverseStd[row], dGamma, dBeta,
                    out var flow, out var slope);
                if (Dx != null)
                {
                    var center = Mean == null ? 0 : flow / Dim;
                    RowInput(X + ((long)row * Dim), Dy + ((long)row * Dim), Mean == null ? 0 : Mean[row], InverseStd[row], center,
                        slope / Dim, Dx + ((long)row * Dim));
                }
            }
        }

        /// <summary>Adds the row's share of dgamma and dbeta; flow = sum of g, slope = sum of g n.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Row(float* x, float* dy, float mean, float inverseStd, float* dGamma, float* dBeta, out float flow, out float slope)
        {
            Vector256<float> m = Vector256.Create(mean), s = Vector256.Create(inverseStd), sumG = default, sumGn = default;
            var gamma = Gamma;
            var i = 0;
            for (; i + 8 <= Dim; i += 8)
            {
                var n = (Vector256.Load(x + i) - m) * s;
                var d = Vector256.Load(dy + i);
                var g = d * Vector256.Load(gamma + i);
                sumG += g;
                sumGn = MultiplyAdd(g, n, sumGn);
                MultiplyAdd(d, n, Vector256.Load(dGamma + i)).Store(dGamma + i);
                (Vector256.Load(dBeta + i) + d).Store(dBeta + i);
            }

            flow = Lanes.Sum(sumG);
            slope = Lanes.Sum(sumGn);
            for (; i < Dim; i++)
            {
                var n = (x[i] - mean) * inverseStd;
                var g = dy[i] * gamma[i];
                flow += g;
                slope += g * n;
                dGamma[i] += dy[i] * n;
                dBeta[i] += dy[i];
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void RowInput(float* x, float* dy, float mean, float inverseStd, float center, float slope, float* dx)
        {
            Vector256<float> m = Vector256.Create(mean), s = Vector256.Create(inverseStd), c = Vector256.Create(center), k = Vector256.Create(slope);
            var gamma = Gamma;
            var i = 0;
            for (; i + 8 <= Dim; i += 8)
            {
                var n = (Vector256.Load(x + i) - m) * s;
                var g = (Vector256.Load(dy + i) * Vector256.Load(gamma + i)) - c;
                MultiplyAdd(g - (n * k), s, Accumulate ? Vector256.Load(dx + i) : default).Store(dx + i);
            }

            for (; i < Dim; i++)
            {
                var n = (x[i] - mean) * inverseStd;
                dx[i] = (Accumulate ? dx[i] : 0) + (((dy[i] * gamma[i]) - center - (n * slope)) * inverseStd);
            }
        }
    }
}
