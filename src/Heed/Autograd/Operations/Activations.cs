using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>y = f(x), element by element. Backward: dx += dy f'(x).</summary>
    public static Tensor Activate(Tensor x, Activation activation)
    {
        var y = Tape.New(x.Shape);
        ActivationKernel.Forward(activation, x.Data, y.Data);
        return !Tape.Records(x) ? y : Tape.Record(y, () =>
        {
            var dx = x.GradientToWrite(out var accumulate);
            ActivationKernel.Backward(activation, x.Data, y.Gradient, dx, accumulate);
        });
    }

    /// <summary>
    /// GELU(x) = x Phi(x) with the exact normal distribution, Phi(x) = (1 + erf(x / sqrt 2)) / 2 (Hendrycks and Gimpel 2016).
    /// Backward: dx += dy (Phi(x) + x phi(x)).
    /// </summary>
    public static Tensor Gelu(Tensor x) => Activate(x, Activation.Gelu);

    /// <summary>GELU's approximation 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))), as GPT-2 uses it.</summary>
    public static Tensor GeluTanh(Tensor x) => Activate(x, Activation.GeluTanh);

    /// <summary>ReLU(x) = max(x, 0). Backward: dx += dy where x > 0.</summary>
    public static Tensor Relu(Tensor x) => Activate(x, Activation.Relu);

    /// <summary>SiLU(x) = x / (1 + exp(-x)), also called swish. Backward: dx += dy s (1 + x (1 - s)), s = sigmoid(x).</summary>
    public static Tensor Silu(Tensor x) => Activate(x, Activation.Silu);

    /// <summary>y = tanh(x). Backward: dx += dy (1 - y^2).</summary>
    public static Tensor Tanh(Tensor x) => Activate(x, Activation.Tanh);

    /// <summary>y = 1 / (1 + exp(-x)). Backward: dx += dy y (1 - y).</summary>
    public static Tensor Sigmoid(Tensor x) => Activate(x, Activation.Sigmoid);

    /// <summary>QuickGELU(x) = x s, s = sigmoid(1.702 x). Backward: dx += dy s (1 + 1.702 x (1 - s)).</summary>
    public static Tensor QuickGelu(Tensor x) => Activate(x, Activation.QuickGelu);

    /// <summary>y = log(1 + e^x). Backward: dx += dy sigmoid(x).</summary>
    public static Tensor Softplus(Tensor x) => Activate(x, Activation.Softplus);

    /// <summary>Mish(x) = x t, t = tanh(log(1 + e^x)) (Misra 2019). Backward: dx += dy (t + x (1 - t^2) sigmoid(x)).</summary>
    public static Tensor Mish(Tensor x) => Activate(x, Activation.Mish);

    /// <summary>ELU(x) = x where positive, e^x - 1 elsewhere (Clevert et al. 2016). Backward: dx += dy where positive, dy e^x elsewhere.</summary>
    public static Tensor Elu(Tensor x) => Activate(x, Activation.Elu);

    /// <summary>y = x where positive, x / 100 elsewhere (Maas et al. 2013). Backward: dx += dy where positive, dy / 100 elsewhere.</summary>
    public static Tensor LeakyRelu(Tensor x) => Activate(x, Activation.LeakyRelu);
}
