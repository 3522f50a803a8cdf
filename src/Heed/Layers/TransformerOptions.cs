using Heed.Attention;
using Heed.Kernels;

namespace Heed.Layers;

/// <summary>The numbers of a transformer's blocks; what is not said is as in torch.nn.Transformer, without its dropout.</summary>
public sealed record TransformerOptions
{
    /// <summary>Width of the residual stream.</summary>
    public required int ModelDim { get; init; }

    /// <summary>Number of heads; ModelDim is a multiple of it.</summary>
    public required int NumHeads { get; init; }

    /// <summary>Number of key/value heads of self-attention, which divides NumHeads; null for as many.</summary>
    public int? NumKeyValueHeads { get; init; }

    /// <summary>What the score of a query and a key is in self-attention, such as one with ALiBi's slopes.</summary>
    public AttentionScores Scores { get; init; } = AttentionScores.Scaled;

    /// <summary>Width of the feed-forward layer.</summary>
    public required int HiddenDim { get; init; }

    /// <summary>What stands between the two linear layers of the feed-forward layer.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Where each block normalises.</summary>
    public NormPlacement NormPlacement { get; init; } = NormPlacement.Post;

    /// <summary>Added to the variance in each norm.</summary>
    public float NormEpsilon { get; init; } = 1e-5f;

    /// <summary>Whether linear layers and norms have biases.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>Share of each sub-layer's result dropped in training.</summary>
    public float DropoutRate { get; init; }

    /// <summary>Share of the attention weights dropped in training.</summary>
    public float AttentionDropoutRate { get; init; }

    /// <summary>Standard deviation of the initial weights.</summary>
    public float InitialDeviation { get; init; } = 0.02f;
}
