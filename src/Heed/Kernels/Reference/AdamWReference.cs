namespace Heed.Kernels.Reference;

/// <summary>AdamW of one weight; <see cref="AdamWKernel"/> is tested against it.</summary>
public static class AdamWReference
{
    /// <summary>The step numbered <paramref name="step"/>, from 1 (Loshchilov and Hutter 2019, algorithm 2).</summary>
    public static void Step(
        ref double weight, double gradient, ref double m, ref double v, double learningRate, double beta1, double beta2, double epsilon,
            double weightDecay, int step)
    {
        m = (beta1 * m) + ((1 - beta1) * gradient);
        v = (beta2 * v) + ((1 - beta2) * gradient * gradient);
        var unbiasedM = m / (1 - Math.Pow(beta1, step));
        var unbiasedV = v / (1 - Math.Pow(beta2, step));
        weight -= learningRate * weightDecay * weight;
        weight -= learningRate * unbiasedM / (Math.Sqrt(unbiasedV) + epsilon);
    }
}
