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
}
