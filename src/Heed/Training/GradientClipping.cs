using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Training;

/// <summary>Scales the gradient of a step down where it is longer than a limit.</summary>
/// <remarks>Pascanu, Mikolov and Bengio 2013, On the difficulty of training recurrent neural networks; numbers of torch's clip_grad_norm_.</remarks>
public static class GradientClipping
{
    // As torch has it: keeps a gradient of nothing from dividing by 0.
    private const double Tiny = 1e-6;

    /// <summary>sqrt(sum of all gradients' squares), over the parameters that have a gradient.</summary>
    public static double Norm(IEnumerable<Tensor> parameters)
    {
        var squares = 0d;
        foreach (var parameter in parameters)
        {
            if (parameter.HasGradient)
            {
                squares += VectorKernel.SumOfSquares(parameter.Gradient);
            }
        }

        return Math.Sqrt(squares);
    }

    /// <summary>
    /// What to multiply every gradient with: min(1, maxNorm / (norm + 1e-6)). NaN where the norm is not finite, since no factor makes such
    /// a gradient of use.
    /// </summary>
    public static float Coefficient(IEnumerable<Tensor> parameters, double maxNorm) => Coefficient(Norm(parameters), maxNorm);

    /// <summary>Multiplies every gradient with <see cref="Coefficient(IEnumerable{Tensor}, double)"/> and returns the norm before.</summary>
    public static double ByNorm(IReadOnlyCollection<Tensor> parameters, double maxNorm)
    {
        var norm = Norm(parameters);
        var coefficient = Coefficient(norm, maxNorm);
        if (coefficient != 1)
        {
            foreach (var parameter in parameters)
            {
                if (parameter.HasGradient)
                {
                    VectorKernel.Scale(parameter.Gradient, coefficient, parameter.Gradient);
                }
            }
        }

        return norm;
    }

    private static float Coefficient(double norm, double maxNorm) =>
        double.IsFinite(norm) ? (float)Math.Min(1, maxNorm / (norm + Tiny)) : float.NaN;
}
