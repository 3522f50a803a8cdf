using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;

namespace Heed.Kernels;

/// <summary>Layer normalisation over rows (Ba, Kiros and Hinton 2016), with the biased variance.</summary>
public static unsafe class LayerNormKernel
{
    /// <summary>y = (x - mean) / sqrt(variance + epsilon) * gamma + beta.</summary>
    /// <param name="x">[rows, dim].</param>
    /// <param name="gamma">[dim].</param>
    /// <param name="beta">[dim], or empty.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="y">[rows, dim].</param>
    /// <param name="mean">[rows], kept for the backward.</param>
    /// <param name="inverseStd">[rows], 1 / sqrt(variance + epsilon), kept for the backward.</param>
    public static void Forward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, float epsilon, Span<float> y, Span<float> mean,
        Span<float> inverseStd, int rows, int dim)
    {
        Require.Length(x, (long)rows * dim);
        Require.Length(y, (long)rows * dim);
        Require.Length(gamma, dim);
        Require.Length(beta, beta.IsEmpty ? 0 : dim);
        Require.Length(mean, rows);
        Require.Length(inverseStd, rows);
        fixed (float* px = x, pGamma = gamma, pBeta = beta, py = y, pMean = mean, pInverseStd = inverseStd)
        {
            var work = new ForwardWork
            {
                Split = new RowSplit(rows, dim), X = px, Gamma = pGamma, Beta = pBeta, Epsilon = epsilon, Y = py, Mean = pMean,
                InverseStd = pInverseStd, Dim = dim,
            };
            Team.Run(ref work, work.Split.Items);
        }
    }

    /// <summary>
    /// With n = (x - mean) inverseStd and g = dy * gamma: dx += (g - mean(g) - n mean(g n)) inverseStd,
    /// dgamma += sum over rows of dy n, dbeta += sum over rows of dy.
    /// </summary>
    /// <param name="dx">[rows, dim], or empty where nobody wants it.</param>
    /// <param name="dGamma">[dim], or empty.</param>
    /// <param name="dBeta">[dim], or empty.</param>
    /// <param name="accumulate">Whether dx is added to or overwritten; dgamma and dbeta are always added to.</param>
    public static void Backward(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gamma,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> inverseStd,
        ReadOnlySpan<float> dy,
        Span<float> dx,
        Span<float> dGamma,
        Span<float> dBeta,
        int rows,
        int dim,
        bool accumulate = true)
    {
        Require.Length(x, (long)rows * dim);
        Require.Length(dy, (long)rows * dim);
        Require.Length(dx, dx.IsEmpty ? 0 : (long)rows * dim);
        Require.Length(gamma, dim);
        Require.Length(mean, rows);
        Require.Length(inverseStd, rows);
        fixed (float* px = x, pGamma = gamma, pMean = mean, pInverseStd = inverseStd, pdy = dy, pdx = dx)
        {
            NormGradient.Run(px, pGamma, pMean, pInverseStd, pdy, pdx, accumulate, dGamma, dBeta, rows, dim);
        }
    }

    private struct ForwardWork : IParallelWork
    {
        public RowSplit Split;
        public float* X;
        public float* Gamma;
        public float* Beta;
        public float Epsilon;
        public float* Y;
        public float* Mean;
        public float* InverseStd;
        public int Dim;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int item)
        {
            for (var row = Split.First(item); row < Split.End(item); row++)
            {
                float* x = X + ((long)row * Dim), y = Y + ((long)row * Dim);
                var mean = RowMath.Sum(x, Dim) / Dim;
                var inverseStd = 1 / MathF.Sqrt((RowMath.SumOfSquares(x, Dim, mean) / Dim) + Epsilon);
                Mean[row] = mean;
                InverseStd[row] = inverseStd;
                Vector256<float> m = Vector256.Create(mean), s = Vector256.Create(inverseStd);
                var i = 0;
                for (; i + 8 <= Dim; i += 8)
                {
                    var n = (Vector256.Load(x + i) - m) * s;
                    MultiplyAdd(n, Vector256.Load(Gamma + i), Beta == null ? default : Vector256.Load(Beta + i)).Store(y + i);
                }

                if (i < Dim)
                {
                    var rest = Dim - i;
                    var n = (Load(x + i, rest) - m) * s;
                    MultiplyAdd(n, Load(Gamma + i, rest), Beta == null ? default : Load(Beta + i, rest)).StoreFirst(y + i, rest);
                }
            }
        }
    }
}
