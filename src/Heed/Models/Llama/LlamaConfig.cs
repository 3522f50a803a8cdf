using System.Text.Json.Nodes;
using Heed.Kernels;

namespace Heed.Models;

/// <summary>
/// The numbers of Llama (Touvron et al. 2023, Grattafiori et al. 2024) and of Qwen2 (Yang et al. 2024), which has biases where Llama has
/// none; config.json has Hugging Face's names.
/// </summary>
public sealed record LlamaConfig
{
    public required int VocabSize { get; init; }

    public required int ModelDim { get; init; }

    public required int NumLayers { get; init; }

    public required int NumHeads { get; init; }

    public required int NumKeyValueHeads { get; init; }

    /// <summary>Width of a head; modelDim / numHeads as a rule.</summary>
    public required int HeadDim { get; init; }

    public required int HiddenDim { get; init; }

    public int MaxPositions { get; init; } = 2048;

    public Activation Activation { get; init; } = Activation.Silu;

    public float NormEpsilon { get; init; } = 1e-6f;

    /// <summary>Base of the geometric series of the rotary positions' wave lengths.</summary>
    public float Theta { get; init; } = 10_000;

    /// <summary>How rotary positions are stretched; null if they are not.</summary>
    public RotaryScaling? Scaling { get; init; }

    /// <summary>Whether the projections of queries, keys and values have a bias.</summary>
    public bool HasQueryKeyValueBias { get; init; }

    /// <summary>Whether the projection behind the attention has a bias.</summary>
    public bool HasOutputBias { get; init; }

    /// <summary>Whether the feed-forward layer has biases.</summary>
    public bool HasFeedForwardBias { get; init; }

    /// <summary>Whether the head that makes logits shares the word embeddings.</summary>
    public bool SharesEmbeddings { get; init; }

    /// <summary>The token whose embedding is never learned, if there is one.</summary>
    public int? PadTokenId { get; init; }

    public int? StartTokenId { get; init; }

    /// <summary>The token that ends a text, if there is one.</summary>
    public int? EndTokenId { get; init; }

    /// <summary>Dropout of the attention weights.</summary>
    public float AttentionDropout { get; init; }

    /// <summary>Standard deviation of the initial weights.</summary>
    public float InitializerRange { get; init; } = 0.02f;

    /// <summary>30 layers, 576 wide: SmolLM2 of 135 million parameters (Ben Allal et al. 2025).</summary>
    public static LlamaConfig SmolLm135M { get; } = new()
    {
        VocabSize = 49_152, ModelDim = 576, NumLayers = 30, NumHeads = 9, NumKeyValueHeads = 3, HeadDim = 64, HiddenDim = 1536,
        MaxPositions = 8192, NormEpsilon = 1e-5f, Theta = 100_000, SharesEmbeddings = true, StartTokenId = 0, EndTokenId = 0,
    };

    /// <summary>24 layers, 896 wide: Qwen2 of half a billion parameters.</summary>
    public static LlamaConfig Qwen2Half { get; } = new()
    {
        VocabSize = 151_936, ModelDim = 896, NumLayers = 24, NumHeads = 14, NumKeyValueHeads = 2, HeadDim = 64, HiddenDim = 4864,
        MaxPositions = 131_072, Theta = 1_000_000, SharesEmbeddings = true, HasQueryKeyValueBias = true, StartTokenId = 151_643, EndTokenId = 151_643,
    };

    /// <summary>16 layers, 2048 wide: Llama 3.2 of 1.2 billion parameters.</summary>
    public static LlamaConfig Llama1B { get; } = new()
    {
        VocabSize = 128_256, ModelDim = 2048, NumLayers = 16, NumHeads = 32, NumKeyValueHeads = 8, HeadDim = 64, HiddenDim = 8192,
        MaxPositions = 131_072, NormEpsilon = 1e-5f, Theta = 500_000, Scaling = new Llama3RotaryScaling(32, 1, 4, 8192), SharesEmbeddings = true,
        StartTokenId = 128_000, EndTokenId = 128_001,
    };

    /// <summary>32 layers, 4096 wide: Llama 3.1 of 8 billion parameters.</summary>
    public static LlamaConfig Llama8B { get; } = Llama1B with
    {
        ModelDim = 4096,
        NumLayers = 32,
        HeadDim = 128,
        HiddenDim = 14_336,
        Scaling = new Llama3RotaryScaling(8, 1, 4, 8192),
        SharesEmbeddings = false,
    };

    /// <summary>How many values a model of these numbers learns, counted from the shapes alone: nothing is allocated.</summary>
    public long CountParameters()
    {
        long queryDim = (long)NumHeads * HeadDim, keyValueDim = (long)NumKeyValueHeads * HeadDim;
        var attention = Linear(ModelDim, queryDim + (2 * keyValueDim), HasQueryKeyValueBias) + Linear(queryDim, ModelDim, HasOutputBias);
        var feedForward = (2 * Linear(ModelDim, HiddenDim, HasFeedForwardBias)) + Linear(HiddenDim, ModelDim, HasFeedForwardBias);
        var embeddings = (SharesEmbeddings ? 1L : 2L) * VocabSize * ModelDim;
        return embeddings + (NumLayers * (attention + feedForward + (2L * ModelDim))) + ModelDim;

        static long Linear(long inputDim, long outputDim, bool hasBias) => (inputDim + (hasBias ? 1 : 0)) * outputDim;
    }

    /// <summary>Reads the numbers of a config.json of a Llama or a Qwen2.</summary>
    /// <exception cref="InvalidInputException">A number is missing, impossible or not supported.</exception>
    public static LlamaConfig Read(ModelConfigFile file) => LlamaConfigJson.Read(file);

    /// <summary>The entries of config.json, as Hugging Face names them: of a Qwen2 where only queries, keys and values have a bias.</summary>
    public JsonObject ToJson() => LlamaConfigJson.Write(this);
}
