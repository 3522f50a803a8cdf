using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;

namespace Heed.Kernels;

/// <summary>Root-mean-square normalisation over rows (Zhang and Sennrich 2019).</summary>
public static unsafe class RmsNormKernel
{
    /// <summary>y = x / sqrt(mean(x^2) + epsilon) * gamma.</summary>
    /// <param name="x">[rows, dim].</param>
    /// <param name="gamma">[dim].</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="y">[rows, dim].</param>
    /// <param name="inverseRms">[rows], kept for the backward.</param>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, float epsilon, Span<float> y, Span<float> inverseRms,
        int rows, int dim)
    {
        Require.Length(x, (long)rows * dim);
        Require.Length(y, (long)rows * dim);
        Require.Length(gamma, dim);
        Require.Length(inverseRms, rows);
        fixed (float* px = x, pGamma = gamma, py = y, pInverseRms = inverseRms)
        {
            var work = new ForwardWork
            {
                Split = new RowSplit(rows, dim), X = px, Gamma = pGamma, Epsilon = epsilon, Y = py,
                InverseRms = pInverseRms, Dim = dim
            };
            Team.Run(ref work, work.Split.Items);
        }
    }

    /// <summary>With n = x inverseRms and g = dy * gamma: dx += (g - n mean(g n)) inverseRms, dgamma += sum over rows of dy n.</summary>
    /// <param name="dx">[rows, dim], or empty where nobody wants it.</param>
    /// <param name="dGamma">[dim], or empty.</param>
    /// <param name="accumulate">Whether dx is added to or overwritten; dgamma is always added to.</param>
    public static void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, ReadOnlySpan<float> inverseRms, ReadOnlySpan<float> dy, Span<float> dx,
        Span<float> dGamma, int rows, int dim, bool accumulate = true)
    {
        Require.Length(x, (long)rows * dim);
        Require.Length(dy, (long)rows * dim);
        Require.Length(dx, dx.IsEmpty ? 0 : (long)rows * dim);
        Require.Length(gamma, dim);
        Require.Length(inverseRms, rows);
        fixed (float* px = x, pGamma = gamma, pInverseRms = inverseRms, pdy = dy, pdx = dx)
        {
            NormGradient.Run(px, pGamma, null, pInverseRms, pdy, pdx, accumulate, dGamma, default, rows, dim);
        }
    }

    private struct ForwardWork : IParallelWork
    {
        public RowSplit Split;
        public float* X;
        public float* Gamma;
        public float Epsilon;
        public float* Y;
        public float* InverseRms;
        public int Dim;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int item)
        {
            for (var row = Split.First(item); row < Split.End(item); row++)
            {
                float* x = X + ((long)row * Dim), y = Y + ((long)row * Dim);
                var inverseRms = 1 / MathF.Sqrt((RowMath.SumOfSquares(x, Dim, 0) / Dim) + Epsilon);
                InverseRms[row] = inverseRms;
                var s = Vector256.Create(inverseRms);
                var i = 0;
                for (; i + 8 <= Dim; i += 8)
                {
                    (Vector256.Load(x + i) * s * Vector256.Load(Gamma + i)).Store(y + i);
                }

                if (i < Dim)
                {
                    (Load(x + i, Dim - i) * s * Load(Gamma + i, Dim - i)).StoreFirst(y + i, Dim - i);
                }
            }
        }
    }
}
