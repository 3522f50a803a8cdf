using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019), with PyTorch's order of operations.</summary>
public static unsafe class AdamWKernel
{
    private const int Chunk = 8 * 1024;

    /// <summary>
    /// g = gradientScale * gradient + gradientDecay * w; w *= 1 - rate * decay; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
    /// w -= rate / biasCorrection1 * m / (sqrt(v) / sqrt(biasCorrection2) + epsilon).
    /// </summary>
    /// <param name="weights">w.</param>
    /// <param name="gradient">As long as the weights.</param>
    /// <param name="m">First moment, as long as the weights.</param>
    /// <param name="v">Second moment, as long as the weights.</param>
    /// <param name="biasCorrection1">1 - beta1^step, the first step being 1.</param>
    /// <param name="biasCorrection2">1 - beta2^step.</param>
    /// <param name="gradientScale">What clipping multiplies the gradient with.</param>
    /// <param name="gradientDecay">Share of the weights added to the gradient: Adam's decay, where AdamW has the other.</param>
    /// <param name="maximum">The largest v so far, which then stands in its place (Reddi et al. 2018); as long as the weights, or empty for none.</param>
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
        double gradientScale = 1,
        double gradientDecay = 0,
        Span<float> maximum = default)
    {
        Require.Length(gradient, weights.Length);
        Require.Length(m, weights.Length);
        Require.Length(v, weights.Length);
        Require.Length(maximum, maximum.IsEmpty ? 0 : weights.Length);
        fixed (float* pWeights = weights, pGradient = gradient, pm = m, pv = v, pMaximum = maximum)
        {
            var work = new Work
            {
                Weights = pWeights,
                Gradient = pGradient,
                M = pm,
                V = pv,
                Maximum = pMaximum,
                Length = weights.Length,
                Keep = (float)(1 - (learningRate * weightDecay)),
                OneMinusBeta1 = (float)(1 - beta1),
                Beta2 = (float)beta2,
                OneMinusBeta2 = (float)(1 - beta2),
                StepSize = (float)(learningRate / biasCorrection1),
                RootCorrection2 = (float)Math.Sqrt(biasCorrection2),
                Epsilon = (float)epsilon,
                GradientScale = (float)gradientScale,
                GradientDecay = (float)gradientDecay,
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
        public float* Maximum;
        public int Length;
        public float Keep;
        public float OneMinusBeta1;
        public float Beta2;
        public float OneMinusBeta2;
        public float StepSize;
        public float RootCorrection2;
        public float Epsilon;
        public float GradientScale;
        public float GradientDecay;

        public readonly void Run(int item)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Run<Register512>(item);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Run<Register256>(item);
            }
            else
            {
                Run<Register128>(item);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Run<TRegister>(int item)
            where TRegister : struct, IRegister<TRegister>
        {
            var start = item * Chunk;
            var count = Math.Min(Chunk, Length - start);
            float* weights = Weights + start, gradient = Gradient + start, m = M + start, v = V + start, maximum = Maximum + start;
            var keepsMaximum = Maximum != null;
            var i = 0;
            for (; i + TRegister.Count <= count; i += TRegister.Count)
            {
                Update(TRegister.Load(weights + i), TRegister.Load(gradient + i), TRegister.Load(m + i), TRegister.Load(v + i),
                    keepsMaximum ? TRegister.Load(maximum + i) : default, out var w, out var newM, out var newV, out var newMaximum);
                w.Store(weights + i);
                newM.Store(m + i);
                newV.Store(v + i);
                if (keepsMaximum)
                {
                    newMaximum.Store(maximum + i);
                }
            }

            if (i < count)
            {
                var rest = count - i;
                Update(TRegister.Load(weights + i, rest), TRegister.Load(gradient + i, rest), TRegister.Load(m + i, rest), TRegister.Load(v + i, rest),
                    keepsMaximum ? TRegister.Load(maximum + i, rest) : default, out var w, out var newM, out var newV, out var newMaximum);
                w.Store(weights + i, rest);
                newM.Store(m + i, rest);
                newV.Store(v + i, rest);
                if (keepsMaximum)
                {
                    newMaximum.Store(maximum + i, rest);
                }
            }
        }

        /// <summary>Of a maximum that is not kept nothing is left here either: v is no less than 0.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Update<TRegister>(TRegister w, TRegister gradient, TRegister m, TRegister v, TRegister maximum, out TRegister newW,
            out TRegister newM, out TRegister newV, out TRegister newMaximum)
            where TRegister : struct, IRegister<TRegister>
        {
            var g = TRegister.MultiplyAdd(TRegister.Create(GradientDecay), w, gradient * TRegister.Create(GradientScale));
            newM = TRegister.MultiplyAdd(TRegister.Create(OneMinusBeta1), g - m, m);
            newV = TRegister.MultiplyAdd(TRegister.Create(OneMinusBeta2) * g, g, TRegister.Create(Beta2) * v);
            newMaximum = TRegister.Max(maximum, newV);
            var denominator = (TRegister.Sqrt(newMaximum) / TRegister.Create(RootCorrection2)) + TRegister.Create(Epsilon);
            newW = (w * TRegister.Create(Keep)) - (TRegister.Create(StepSize) * newM / denominator);
        }
    }
}
