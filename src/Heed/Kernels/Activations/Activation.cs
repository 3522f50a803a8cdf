namespace Heed.Kernels;

/// <summary>What a layer does to each number by itself.</summary>
public enum Activation
{
    /// <summary>x Phi(x), Phi the normal distribution function by the exact erf (Hendrycks and Gimpel 2016).</summary>
    Gelu,

    /// <summary>0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))), which GPT-2 takes for GELU.</summary>
    GeluTanh,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x / (1 + e^-x), also called swish.</summary>
    Silu,

    /// <summary>tanh x.</summary>
    Tanh,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>x / (1 + e^(-1.702 x)), GELU's other approximation (Hendrycks and Gimpel 2016), as CLIP uses it.</summary>
    QuickGelu,

    /// <summary>log(1 + e^x), a smooth max(x, 0) (Dugas et al. 2001).</summary>
    Softplus,

    /// <summary>x tanh(log(1 + e^x)) (Misra 2019).</summary>
    Mish,

    /// <summary>x where positive, e^x - 1 elsewhere (Clevert et al. 2016, with alpha = 1).</summary>
    Elu,

    /// <summary>x where positive, x / 100 elsewhere (Maas et al. 2013).</summary>
    LeakyRelu,
}
