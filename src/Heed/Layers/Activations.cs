using Heed.Kernels;

namespace Heed.Layers;

/// <summary>Activations by the names of Hugging Face's config.json; softplus and elu, which it has no name for, by torch's.</summary>
public static class Activations
{
    /// <exception cref="InvalidInputException">The name is none we know.</exception>
    public static Activation Parse(string name, string file) => name switch
    {
        "gelu" => Activation.Gelu,
        "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" => Activation.GeluTanh,
        "relu" => Activation.Relu,
        "silu" or "swish" => Activation.Silu,
        "tanh" => Activation.Tanh,
        "sigmoid" => Activation.Sigmoid,
        "quick_gelu" => Activation.QuickGelu,
        "softplus" => Activation.Softplus,
        "mish" => Activation.Mish,
        "elu" => Activation.Elu,
        "leaky_relu" => Activation.LeakyRelu,
        _ => throw new InvalidInputException($"{file}: the activation \"{name}\" is not known; expected gelu, gelu_new, gelu_pytorch_tanh, quick_gelu, relu, leaky_relu, elu, silu, mish, softplus, tanh or sigmoid."),
    };

    public static string NameOf(Activation activation) => activation switch
    {
        Activation.Gelu => "gelu",
        Activation.GeluTanh => "gelu_pytorch_tanh",
        Activation.Relu => "relu",
        Activation.Silu => "silu",
        Activation.Tanh => "tanh",
        Activation.Sigmoid => "sigmoid",
        Activation.QuickGelu => "quick_gelu",
        Activation.Softplus => "softplus",
        Activation.Mish => "mish",
        Activation.Elu => "elu",
        Activation.LeakyRelu => "leaky_relu",
        _ => throw new ArgumentOutOfRangeException(nameof(activation), $"{activation} is not an activation."),
    };
}
