using Heed.Autograd;

namespace Heed.Layers;

/// <summary>The feed-forward layer's function between its two products.</summary>
public enum Activation
{
    /// <summary>x Phi(x), exact.</summary>
    Gelu,

    /// <summary>GELU by tanh.</summary>
    GeluTanh,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x / (1 + exp(-x)).</summary>
    Silu,
}

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
        _ => throw new InvalidInputException($"{file}: the activation \"{name}\" is not known; expected gelu, gelu_new, gelu_pytorch_tanh, relu or silu."),
    };

    public static string NameOf(Activation activation) => activation switch
    {
        Activation.Gelu => "gelu",
        Activation.GeluTanh => "gelu_pytorch_tanh",
        Activation.Relu => "relu",
        _ => "silu",
    };

    public static Tensor Apply(this Activation activation, Tensor x) => activation switch
    {
        Activation.Gelu => Op.Gelu(x),
        Activation.GeluTanh => Op.GeluTanh(x),
        Activation.Relu => Op.Relu(x),
        _ => Op.Silu(x),
    };
}
