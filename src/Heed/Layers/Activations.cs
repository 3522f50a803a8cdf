using Heed.Kernels;

namespace Heed.Layers;

/// <summary>Activations by the names of Hugging Face's config.json.</summary>
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
        _ => throw new InvalidInputException($"{file}: the activation \"{name}\" is not known; expected gelu, gelu_new, gelu_pytorch_tanh, relu, silu, tanh or sigmoid."),
    };

    public static string NameOf(Activation activation) => activation switch
    {
        Activation.Gelu => "gelu",
        Activation.GeluTanh => "gelu_pytorch_tanh",
        Activation.Relu => "relu",
        Activation.Silu => "silu",
        Activation.Tanh => "tanh",
        _ => "sigmoid",
    };
}
