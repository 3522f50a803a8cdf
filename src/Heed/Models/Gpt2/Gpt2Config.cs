using System.Text.Json.Nodes;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>The numbers of GPT-2 (Radford et al. 2019), by the names of docs/shapes.md; config.json has Hugging Face's.</summary>
public sealed record Gpt2Config
{
    public int VocabSize { get; init; } = 50_257;

    public required int ModelDim { get; init; }

    public required int NumLayers { get; init; }

    public required int NumHeads { get; init; }

    public required int HiddenDim { get; init; }

    public int MaxPositions { get; init; } = 1024;

    public Activation Activation { get; init; } = Activation.GeluTanh;

    public float LayerNormEpsilon { get; init; } = 1e-5f;

    /// <summary>Whether scores are divided by sqrt(headDim).</summary>
    public bool ScalesByHeadDim { get; init; } = true;

    /// <summary>Whether the scores of layer i, from 1, are divided by i as well.</summary>
    public bool ScalesByLayer { get; init; }

    /// <summary>Whether the head that makes logits shares the word embeddings.</summary>
    public bool SharesEmbeddings { get; init; } = true;

    /// <summary>The token that ends a text, if there is one.</summary>
    public int? EndTokenId { get; init; } = 50_256;

    /// <summary>Dropout of the sum of word and position embeddings.</summary>
    public float EmbeddingDropout { get; init; } = 0.1f;

    /// <summary>Dropout of the attention weights.</summary>
    public float AttentionDropout { get; init; } = 0.1f;

    /// <summary>Dropout of each sub-layer's result.</summary>
    public float ResidualDropout { get; init; } = 0.1f;

    /// <summary>Standard deviation of the initial weights.</summary>
    public float InitializerRange { get; init; } = 0.02f;

    /// <summary>12 layers, 768 wide: 124 million parameters.</summary>
    public static Gpt2Config Gpt2 { get; } = new() { ModelDim = 768, NumLayers = 12, NumHeads = 12, HiddenDim = 3072 };

    /// <summary>24 layers, 1024 wide: 355 million parameters.</summary>
    public static Gpt2Config Medium { get; } = new() { ModelDim = 1024, NumLayers = 24, NumHeads = 16, HiddenDim = 4096 };

    /// <summary>36 layers, 1280 wide: 774 million parameters.</summary>
    public static Gpt2Config Large { get; } = new() { ModelDim = 1280, NumLayers = 36, NumHeads = 20, HiddenDim = 5120 };

    /// <summary>48 layers, 1600 wide: 1.56 billion parameters.</summary>
    public static Gpt2Config ExtraLarge { get; } = new() { ModelDim = 1600, NumLayers = 48, NumHeads = 25, HiddenDim = 6400 };

    /// <summary>Reads the numbers of a config.json.</summary>
    /// <exception cref="InvalidInputException">A number is missing, impossible or not supported.</exception>
    public static Gpt2Config Read(ModelConfigFile file)
    {
        if (file.Flag("add_cross_attention", false))
        {
            throw new InvalidInputException($"{file.Path}: \"add_cross_attention\" is true; expected false, a decoder that stands alone.");
        }

        var modelDim = file.Int("n_embd", 1, 65_536, 768);
        return new Gpt2Config
        {
            VocabSize = file.Int("vocab_size", 1, 10_000_000, 50_257),
            ModelDim = modelDim,
            NumLayers = file.Int("n_layer", 0, 1_000, 12),
            NumHeads = file.Divisor("n_head", "n_embd"),
            HiddenDim = file.Int("n_inner", 1, 1_000_000, 4 * modelDim),
            MaxPositions = file.Int("n_positions", 1, 1_000_000, 1024),
            Activation = Activations.Parse(file.Text("activation_function", "gelu_new"), file.Path),
            LayerNormEpsilon = file.Float("layer_norm_epsilon", 1e-5f),
            ScalesByHeadDim = file.Flag("scale_attn_weights", true),
            ScalesByLayer = file.Flag("scale_attn_by_inverse_layer_idx", false),
            SharesEmbeddings = file.Flag("tie_word_embeddings", true),
            EndTokenId = file.Has("eos_token_id") ? file.Int("eos_token_id", 0, 10_000_000) : null,
            EmbeddingDropout = file.Rate("embd_pdrop", 0.1f),
            AttentionDropout = file.Rate("attn_pdrop", 0.1f),
            ResidualDropout = file.Rate("resid_pdrop", 0.1f),
            InitializerRange = file.Float("initializer_range", 0.02f),
        };
    }

    /// <summary>How many values a model of these numbers learns, counted from the shapes alone: nothing is allocated.</summary>
    public long CountParameters()
    {
        var norm = 2L * ModelDim;
        var embeddings = ((long)VocabSize + MaxPositions) * ModelDim;
        var attention = Linear(ModelDim, 3L * ModelDim) + Linear(ModelDim, ModelDim);
        var feedForward = Linear(ModelDim, HiddenDim) + Linear(HiddenDim, ModelDim);
        var head = SharesEmbeddings ? 0 : (long)VocabSize * ModelDim;
        return embeddings + (NumLayers * (attention + feedForward + (2 * norm))) + norm + head;

        static long Linear(long inputDim, long outputDim) => (inputDim + 1) * outputDim;
    }

    /// <summary>The entries of config.json, as Hugging Face names them.</summary>
    public JsonObject ToJson() => new()
    {
        ["model_type"] = "gpt2",
        ["vocab_size"] = VocabSize,
        ["n_embd"] = ModelDim,
        ["n_layer"] = NumLayers,
        ["n_head"] = NumHeads,
        ["n_inner"] = HiddenDim,
        ["n_positions"] = MaxPositions,
        ["activation_function"] = Activations.NameOf(Activation),
        ["layer_norm_epsilon"] = LayerNormEpsilon,
        ["scale_attn_weights"] = ScalesByHeadDim,
        ["scale_attn_by_inverse_layer_idx"] = ScalesByLayer,
        ["tie_word_embeddings"] = SharesEmbeddings,
        ["bos_token_id"] = EndTokenId,
        ["eos_token_id"] = EndTokenId,
        ["embd_pdrop"] = EmbeddingDropout,
        ["attn_pdrop"] = AttentionDropout,
        ["resid_pdrop"] = ResidualDropout,
        ["initializer_range"] = InitializerRange,
    };
}
