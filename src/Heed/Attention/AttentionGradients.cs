using System.Numerics.Tensors;

namespace Heed.Attention;

/// <summary>Where the gradients of learned <see cref="AttentionOptions"/> are added; what stays empty is not computed.</summary>
public readonly ref struct AttentionGradients
{
    /// <summary>[batch or 1, numHeads or 1, queryLen, keyLen]: summed over the sequences and heads that share it.</summary>
    public TensorSpan<float> Bias { get; init; }

    /// <summary>[numHeads or 1, width], as the relative bias lies.</summary>
    public TensorSpan<float> RelativeBias { get; init; }

    /// <summary>[numHeads].</summary>
    public Span<float> Sinks { get; init; }
}
