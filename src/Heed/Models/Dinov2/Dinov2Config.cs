using System.Text.Json.Nodes;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>The numbers of DINOv2 (Oquab et al. 2023, arXiv:2304.07193), with or without registers; config.json has Hugging Face's names.</summary>
public sealed record Dinov2Config
{
    private const string Plain = "dinov2";
    private const string WithRegisters = "dinov2_with_registers";

    public required int ModelDim { get; init; }

    public required int NumLayers { get; init; }

    public required int NumHeads { get; init; }

    /// <summary>Width of the feed-forward layer in widths of the model; a gated one is two thirds of it, rounded up to a multiple of 8.</summary>
    public int FeedForwardRatio { get; init; } = 4;

    /// <summary>Whether the feed-forward layer is gated by SiLU.</summary>
    public bool IsGated { get; init; }

    /// <summary>Registers (Darcet et al. 2024); null for the model without, whose positions are resized in another way.</summary>
    public int? NumRegisters { get; init; }

    /// <summary>Height and width of the images, in pixels; they need not be equal.</summary>
    public GridSize ImageSize { get; init; } = new(224, 224);

    /// <summary>Height and width of a patch, in pixels.</summary>
    public GridSize PatchSize { get; init; } = new(16, 16);

    public int NumChannels { get; init; } = 3;

    public Activation Activation { get; init; } = Activation.Gelu;

    public float LayerNormEpsilon { get; init; } = 1e-6f;

    /// <summary>Whether the projections of queries, keys and values have a bias.</summary>
    public bool HasQueryKeyValueBias { get; init; } = true;

    /// <summary>Whether there is a token for hidden patches, which pre-training needs and nothing here reads.</summary>
    public bool HasMaskToken { get; init; } = true;

    /// <summary>Where the factors of the residual branches start.</summary>
    public float LayerScale { get; init; } = 1;

    /// <summary>Stochastic depth of the last block; it grows evenly from 0 in the first.</summary>
    public float StochasticDepth { get; init; }

    /// <summary>Dropout of embeddings and of attention's result.</summary>
    public float HiddenDropout { get; init; }

    /// <summary>Dropout of the attention weights.</summary>
    public float AttentionDropout { get; init; }

    /// <summary>Standard deviation of the initial weights.</summary>
    public float InitializerRange { get; init; } = 0.02f;

    /// <summary>12 layers, 384 wide.</summary>
    public static Dinov2Config Small { get; } = new() { ModelDim = 384, NumLayers = 12, NumHeads = 6, ImageSize = new(518, 518), PatchSize = new(14, 14) };

    /// <summary>12 layers, 768 wide.</summary>
    public static Dinov2Config Base { get; } = Small with { ModelDim = 768, NumHeads = 12 };

    /// <summary>24 layers, 1024 wide.</summary>
    public static Dinov2Config Large { get; } = Small with { ModelDim = 1024, NumLayers = 24, NumHeads = 16 };

    /// <summary>40 layers, 1536 wide, gated.</summary>
    public static Dinov2Config Giant { get; } = Small with { ModelDim = 1536, NumLayers = 40, NumHeads = 24, IsGated = true };

    /// <summary>Width of the feed-forward layer, of the gate alone where it is gated.</summary>
    public int HiddenDim => IsGated ? ((FeedForwardRatio * ModelDim * 2 / 3) + 7) / 8 * 8 : FeedForwardRatio * ModelDim;

    /// <summary>Patches from top to bottom and from left to right.</summary>
    public GridSize Grid => Shape.Grid;

    internal VisionShape Shape => new()
    {
        ModelDim = ModelDim,
        ImageSize = ImageSize,
        PatchSize = PatchSize,
        NumChannels = NumChannels,
        NumRegisters = NumRegisters ?? 0,
        Resampling = NumRegisters is null ? GridResampling.Bicubic : GridResampling.AntialiasedBicubic,
        DropoutRate = HiddenDropout,
        InitializerRange = InitializerRange,
    };

    internal string ModelType => NumRegisters is null ? Plain : WithRegisters;

    /// <summary>Reads the numbers of a config.json.</summary>
    /// <exception cref="InvalidInputException">A number is missing, impossible or not supported.</exception>
    public static Dinov2Config Read(ModelConfigFile file)
    {
        var hasRegisters = file.ModelType == WithRegisters;
        var image = file.Size("image_size", 65_536, 224);
        return new Dinov2Config
        {
            ModelDim = file.Int("hidden_size", 1, 65_536, 768),
            NumLayers = file.Int("num_hidden_layers", 0, 1_000, 12),
            NumHeads = file.Divisor("num_attention_heads", "hidden_size"),
            FeedForwardRatio = file.Int("mlp_ratio", 1, 1_000, 4),
            IsGated = file.Flag("use_swiglu_ffn", false),
            NumRegisters = hasRegisters ? file.Int("num_register_tokens", 0, 1_000, 4) : null,
            ImageSize = image,
            PatchSize = file.Size("patch_size", Math.Min(image.Height, image.Width), hasRegisters ? 16 : 14),
            NumChannels = file.Int("num_channels", 1, 1_000, 3),
            Activation = Activations.Parse(file.Text("hidden_act", "gelu"), file.Path),
            LayerNormEpsilon = file.Float("layer_norm_eps", 1e-6f),
            HasQueryKeyValueBias = file.Flag("qkv_bias", true),
            HasMaskToken = hasRegisters || file.Flag("use_mask_token", true),
            LayerScale = file.Float("layerscale_value", 1),
            StochasticDepth = file.Rate("drop_path_rate", 0),
            HiddenDropout = file.Rate("hidden_dropout_prob", 0),
            AttentionDropout = file.Rate("attention_probs_dropout_prob", 0),
            InitializerRange = file.Float("initializer_range", 0.02f),
        };
    }

    /// <summary>How many values a model of these numbers learns, counted from the shapes alone: nothing is allocated.</summary>
    /// <param name="numClasses">Classes of the linear classifier; 0 if there is none.</param>
    public long CountParameters(int numClasses = 0)
    {
        var rows = 2L + Grid.Count + (HasMaskToken ? 1 : 0) + (NumRegisters ?? 0);
        var attention = (4 * Linear(ModelDim, ModelDim)) - (HasQueryKeyValueBias ? 0 : 3L * ModelDim);
        var feedForward = Linear(ModelDim, (IsGated ? 2 : 1) * HiddenDim) + Linear(HiddenDim, ModelDim);
        return (rows * ModelDim) + Linear((long)NumChannels * PatchSize.Count, ModelDim)
            + (NumLayers * (attention + feedForward + (6L * ModelDim))) + (2L * ModelDim) + Linear(2L * ModelDim, numClasses);

        static long Linear(long inputDim, long outputDim) => (inputDim + 1) * outputDim;
    }

    /// <summary>The entries of config.json, as Hugging Face names them.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["model_type"] = ModelType,
            ["hidden_size"] = ModelDim,
            ["num_hidden_layers"] = NumLayers,
            ["num_attention_heads"] = NumHeads,
            ["mlp_ratio"] = FeedForwardRatio,
            ["use_swiglu_ffn"] = IsGated,
            ["image_size"] = ImageSize.ToJson(),
            ["patch_size"] = PatchSize.ToJson(),
            ["num_channels"] = NumChannels,
            ["hidden_act"] = Activations.NameOf(Activation),
            ["layer_norm_eps"] = LayerNormEpsilon,
            ["qkv_bias"] = HasQueryKeyValueBias,
            ["layerscale_value"] = LayerScale,
            ["drop_path_rate"] = StochasticDepth,
            ["hidden_dropout_prob"] = HiddenDropout,
            ["attention_probs_dropout_prob"] = AttentionDropout,
            ["initializer_range"] = InitializerRange,
        };
        if (NumRegisters is { } registers)
        {
            json["num_register_tokens"] = registers;
        }
        else
        {
            json["use_mask_token"] = HasMaskToken;
        }

        return json;
    }
}
