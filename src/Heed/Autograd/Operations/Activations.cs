using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// GELU(x) = x Phi(x) with the exact normal distribution, Phi(x) = (1 + erf(x / sqrt 2)) / 2 (Hendrycks and Gimpel 2016).
    /// Backward: dx += dy (Phi(x) + x phi(x)).
    /// </summary>
    public static Tensor Gelu(Tensor x) => Activate(x, ActivationKernel.Gelu, ActivationKernel.GeluBackward);

    /// <summary>GELU's approximation 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))), as GPT-2 uses it.</summary>
    public static Tensor GeluTanh(Tensor x) => Activate(x, ActivationKernel.GeluTanh, ActivationKernel.GeluTanhBackward);

    /// <summary>ReLU(x) = max(x, 0). Backward: dx += dy where x > 0.</summary>
    public static Tensor Relu(Tensor x) => Activate(x, ActivationKernel.Relu, ActivationKernel.ReluBackward);

    /// <summary>SiLU(x) = x / (1 + exp(-x)), also called swish.</summary>
    public static Tensor Silu(Tensor x) => Activate(x, ActivationKernel.Silu, ActivationKernel.SiluBackward);

    /// <summary>y = tanh(x). Backward: dx += dy (1 - y^2).</summary>
    public static Tensor Tanh(Tensor x) => Activate(x, ActivationKernel.Tanh, ActivationKernel.TanhBackward);

    private delegate void ForwardKernel(ReadOnlySpan<float> x, Span<float> y);

    private delegate void BackwardKernel(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx);

    private static Tensor Activate(Tensor x, ForwardKernel forward, BackwardKernel backward)
    {
        var y = Tape.New(x.Shape);
        forward(x.Data, y.Data);
        return !Tape.Records(x) ? y : Tape.Record(y, () => backward(x.Data, y.Gradient, x.GradientToAddTo()));
    }
}
