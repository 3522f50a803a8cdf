namespace Heed.Kernels.Reference;

/// <summary>Adam and AdamW of one weight; <see cref="AdamWKernel"/> is tested against it.</summary>
public static class AdamWReference
{
    /// <summary>The step numbered <paramref name="step"/>, from 1 (Loshchilov and Hutter 2019, algorithm 2).</summary>
    public static void Step(
        ref double weight, double gradient, ref double m, ref double v, double learningRate, double beta1, double beta2, double epsilon,
            double weightDecay, int step)
    {
        var maximum = 0d;
        m = (beta1 * m) + ((1 - beta1) * gradient);
        v = (beta2 * v) + ((1 - beta2) * gradient * gradient);
        Move(ref weight, m, v, ref maximum, learningRate, beta1, beta2, epsilon, weightDecay, step);
    }

    /// <summary>As <see cref="Step"/>, with the largest v so far in its place (Reddi et al. 2018, algorithm 2) and the decay in the gradient.</summary>
    public static void MaximumStep(
        ref double weight, double gradient, ref double m, ref double v, ref double maximum, double learningRate, double beta1, double beta2,
        double epsilon, double gradientDecay, int step)
    {
        gradient += gradientDecay * weight;
        m = (beta1 * m) + ((1 - beta1) * gradient);
        v = (beta2 * v) + ((1 - beta2) * gradient * gradient);
        Move(ref weight, m, v, ref maximum, learningRate, beta1, beta2, epsilon, 0, step);
    }

    private static void Move(
        ref double weight, double m, double v, ref double maximum, double learningRate, double beta1, double beta2, double epsilon,
        double weightDecay, int step)
    {
        maximum = Math.Max(maximum, v);
        var unbiasedM = m / (1 - Math.Pow(beta1, step));
        var unbiasedV = maximum / (1 - Math.Pow(beta2, step));
        weight -= learningRate * weightDecay * weight;
        weight -= learningRate * unbiasedM / (Math.Sqrt(unbiasedV) + epsilon);
    }
}
