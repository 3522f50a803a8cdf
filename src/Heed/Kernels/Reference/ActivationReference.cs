namespace Heed.Kernels.Reference;

/// <summary>Activation functions and their derivatives in double precision; <see cref="ActivationKernel"/> is tested against them.</summary>
public static class ActivationReference
{
    private static readonly double GeluSlope = Math.Sqrt(2 / Math.PI);

    /// <summary>f(x).</summary>
    public static double Value(Activation activation, double x) => activation switch
    {
        Activation.Gelu => Gelu(x),
        Activation.GeluTanh => GeluTanh(x),
        Activation.Relu => Relu(x),
        Activation.Silu => Silu(x),
        Activation.Tanh => Math.Tanh(x),
        Activation.Sigmoid => Sigmoid(x),
        Activation.QuickGelu => x * Sigmoid(1.702 * x),
        Activation.Softplus => Softplus(x),
        Activation.Mish => x * Math.Tanh(Softplus(x)),
        Activation.Elu => x > 0 ? x : Math.Exp(x) - 1,
        Activation.LeakyRelu => x > 0 ? x : 0.01 * x,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), $"{activation} is not an activation."),
    };

    /// <summary>f'(x).</summary>
    public static double Derivative(Activation activation, double x) => activation switch
    {
        Activation.Gelu => GeluDerivative(x),
        Activation.GeluTanh => GeluTanhDerivative(x),
        Activation.Relu => ReluDerivative(x),
        Activation.Silu => SiluDerivative(x),
        Activation.Tanh => TanhDerivative(x),
        Activation.Sigmoid => SigmoidDerivative(x),
        Activation.QuickGelu => Sigmoid(1.702 * x) * (1 + (1.702 * x * (1 - Sigmoid(1.702 * x)))),
        Activation.Softplus => Sigmoid(x),
        Activation.Mish => Math.Tanh(Softplus(x)) + (x * TanhDerivative(Softplus(x)) * Sigmoid(x)),
        Activation.Elu => x > 0 ? 1 : Math.Exp(x),
        Activation.LeakyRelu => x > 0 ? 1 : 0.01,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), $"{activation} is not an activation."),
    };

    public static double Gelu(double x) => x * NormalDistribution(x);

    public static double GeluDerivative(double x) => NormalDistribution(x) + (x * Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI));

    public static double GeluTanh(double x) => 0.5 * x * (1 + Math.Tanh(GeluSlope * (x + (0.044715 * x * x * x))));

    public static double GeluTanhDerivative(double x)
    {
        var t = Math.Tanh(GeluSlope * (x + (0.044715 * x * x * x)));
        return (0.5 * (1 + t)) + (0.5 * x * (1 - (t * t)) * GeluSlope * (1 + (3 * 0.044715 * x * x)));
    }

    public static double Relu(double x) => Math.Max(x, 0);

    public static double ReluDerivative(double x) => x > 0 ? 1 : 0;

    public static double TanhDerivative(double x) => 1 - (Math.Tanh(x) * Math.Tanh(x));

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double SigmoidDerivative(double x) => Sigmoid(x) * (1 - Sigmoid(x));

    /// <summary>log(1 + e^x), where nothing overflows.</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    public static double Silu(double x) => x * Sigmoid(x);

    public static double SiluDerivative(double x) => Sigmoid(x) * (1 + (x * (1 - Sigmoid(x))));

    /// <summary>Phi(x) = erfc(-x / sqrt 2) / 2.</summary>
    public static double NormalDistribution(double x) => 0.5 * Erfc(-x / Math.Sqrt(2));

    /// <summary>erf x = 2 / sqrt(pi) sum_n (-1)^n x^(2n+1) / (n! (2n+1)).</summary>
    public static double Erf(double x)
    {
        if (Math.Abs(x) > 2.5)
        {
            return 1 - Erfc(x);
        }

        var (sum, power) = (0d, x);
        for (var n = 0; n < 60; n++)
        {
            sum += power / ((2 * n) + 1);
            power *= -x * x / (n + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    /// <summary>erfc x = 1 - erf x; for large x by its continued fraction e^(-x^2) / sqrt(pi) / (x + 1/2 / (x + 1 / (x + 3/2 / ...))).</summary>
    public static double Erfc(double x)
    {
        if (x < -2.5)
        {
            return 2 - Erfc(-x);
        }

        if (x <= 2.5)
        {
            return 1 - Erf(x);
        }

        var tail = x;
        for (var n = 60; n >= 1; n--)
        {
            tail = x + (n / 2.0 / tail);
        }

        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / tail;
    }
}
