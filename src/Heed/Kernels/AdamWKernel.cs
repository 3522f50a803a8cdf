using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;

namespace Heed.Kernels;

/// <summary>AdamW (Loshchilov and Hutter 2019), with PyTorch's order of operations.</summary>
public static unsafe class AdamWKernel
{
    private const int Chunk = 8 * 1024;

    /// <summary>
    /// g = gradientScale * gradient; w *= 1 - rate * decay; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
    /// w -= rate / biasCorrection1 * m / (sqrt(v) / sqrt(biasCorrection2) + epsilon).
    /// </summary>
    /// <param name="weights">w.</param>
    /// <param name="gradient">As long as the weights.</param>
    /// <param name="m">First moment, as long as the weights.</param>
    /// <param name="v">Second moment, as long as the weights.</param>
    /// <param name="biasCorrection1">1 - beta1^step, the first step being 1.</param>
    /// <param name="biasCorrection2">1 - beta2^step.</param>
    /// <param name="gradientScale">What clipping multiplies the gradient with.</param>
    public static void Step(
        Span<float> weights,
        ReadOnlySpan<float> gradient,
        Span<float> m,
        Span<float> v,
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double biasCorrection1,
        double biasCorrection2,
        double gradientScale = 1)
    {
        Require.Length(gradient, weights.Length);
        Require.Length(m, weights.Length);
        Require.Length(v, weights.Length);
        fixed (float* pWeights = weights, pGradient = gradient, pm = m, pv = v)
        {
            var work = new Work
            {
                Weights = pWeights,
                Gradient = pGradient,
                M = pm,
                V = pv,
                Length = weights.Length,
                Keep = (float)(1 - (learningRate * weightDecay)),
                OneMinusBeta1 = (float)(1 - beta1),
                Beta2 = (float)beta2,
                OneMinusBeta2 = (float)(1 - beta2),
                StepSize = (float)(learningRate / biasCorrection1),
                RootCorrection2 = (float)Math.Sqrt(biasCorrection2),
                Epsilon = (float)epsilon,
                GradientScale = (float)gradientScale,
            };
            Team.Run(ref work, (int)(((long)weights.Length + Chunk - 1) / Chunk));
        }
    }

    private struct Work : IParallelWork
    {
        public float* Weights;
        public float* Gradient;
        public float* M;
        public float* V;
        public int Length;
        public float Keep;
        public float OneMinusBeta1;
        public float Beta2;
        public float OneMinusBeta2;
        public float StepSize;
        public float RootCorrection2;
        public float Epsilon;
        public float GradientScale;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int item)
        {
            var start = item * Chunk;
            var count = Math.Min(Chunk, Length - start);
            float* weights = Weights + start, gradient = Gradient + start, m = M + start, v = V + start;
            var i = 0;
            for (; i + 8 <= count; i += 8)
            {
                Update(Vector256.Load(weights + i), Vector256.Load(gradient + i), Vector256.Load(m + i), Vector256.Load(v + i), out var w,
                    out var newM, out var newV);
                w.Store(weights + i);
                newM.Store(m + i);
                newV.Store(v + i);
            }

            if (i < count)
            {
                var rest = count - i;
                Update(Load(weights + i, rest), Load(gradient + i, rest), Load(m + i, rest), Load(v + i, rest), out var w, out var newM,
                    out var newV);
                w.StoreFirst(weights + i, rest);
                newM.StoreFirst(m + i, rest);
                newV.StoreFirst(v + i, rest);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Update(
            Vector256<float> w, Vector256<float> gradient, Vector256<float> m, Vector256<float> v, out Vector256<float> newW,
            out Vector256<float> newM, out Vector256<float> newV)
        {
            var g = gradient * Vector256.Create(GradientScale);
            newM = MultiplyAdd(Vector256.Create(OneMinusBeta1), g - m, m);
            newV = MultiplyAdd(Vector256.Create(OneMinusBeta2) * g, g, Vector256.Create(Beta2) * v);
            var denominator = (Vector256.Sqrt(newV) / Vector256.Create(RootCorrection2)) + Vector256.Create(Epsilon);
            newW = (w * Vector256.Create(Keep)) - (Vector256.Create(StepSize) * newM / denominator);
        }
    }
}
