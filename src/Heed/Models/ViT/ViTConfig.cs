using System.Text.Json.Nodes;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>The numbers of a Vision Transformer (Dosovitskiy et al. 2021) or of DeiT (Touvron et al. 2021); config.json has Hugging Face's names.</summary>
public sealed record ViTConfig
{
    private const string ViT = "vit";
    private const string DeiT = "deit";

    public required int ModelDim { get; init; }

    public required int NumLayers { get; init; }

    public required int NumHeads { get; init; }

    public required int HiddenDim { get; init; }

    /// <summary>Height and width of the images, in pixels; they need not be equal.</summary>
    public GridSize ImageSize { get; init; } = new(224, 224);

    /// <summary>Height and width of a patch, in pixels.</summary>
    public GridSize PatchSize { get; init; } = new(16, 16);

    public int NumChannels { get; init; } = 3;

    public Activation Activation { get; init; } = Activation.Gelu;

    public float LayerNormEpsilon { get; init; } = 1e-12f;

    /// <summary>Whether the projections of queries, keys and values have a bias.</summary>
    public bool HasQueryKeyValueBias { get; init; } = true;

    /// <summary>Whether a second token stands behind the class token, which learns from a teacher: DeiT (Touvron et al. 2021).</summary>
    public bool HasDistillationToken { get; init; }

    /// <summary>Width of the pooled vector; <see cref="ModelDim"/> if null.</summary>
    public int? PoolerDim { get; init; }

    /// <summary>Dropout of embeddings and of each sub-layer's result.</summary>
    public float HiddenDropout { get; init; }

    /// <summary>Dropout of the attention weights.</summary>
    public float AttentionDropout { get; init; }

    /// <summary>Standard deviation of the initial weights.</summary>
    public float InitializerRange { get; init; } = 0.02f;

    /// <summary>12 layers, 192 wide: DeiT's tiny size (Touvron et al. 2021).</summary>
    public static ViTConfig Tiny16 { get; } = new() { ModelDim = 192, NumLayers = 12, NumHeads = 3, HiddenDim = 768 };

    /// <summary>12 layers, 384 wide: DeiT's small size.</summary>
    public static ViTConfig Small16 { get; } = new() { ModelDim = 384, NumLayers = 12, NumHeads = 6, HiddenDim = 1536 };

    /// <summary>12 layers, 768 wide: ViT-B/16.</summary>
    public static ViTConfig Base16 { get; } = new() { ModelDim = 768, NumLayers = 12, NumHeads = 12, HiddenDim = 3072 };

    /// <summary>12 layers, 768 wide, patches of 32: ViT-B/32.</summary>
    public static ViTConfig Base32 { get; } = Base16 with { PatchSize = new(32, 32) };

    /// <summary>24 layers, 1024 wide: ViT-L/16.</summary>
    public static ViTConfig Large16 { get; } = new() { ModelDim = 1024, NumLayers = 24, NumHeads = 16, HiddenDim = 4096 };

    /// <summary>24 layers, 1024 wide, patches of 32: ViT-L/32.</summary>
    public static ViTConfig Large32 { get; } = Large16 with { PatchSize = new(32, 32) };

    /// <summary>32 layers, 1280 wide, patches of 14: ViT-H/14.</summary>
    public static ViTConfig Huge14 { get; } = new() { ModelDim = 1280, NumLayers = 32, NumHeads = 16, HiddenDim = 5120, PatchSize = new(14, 14) };

    /// <summary>Patches from top to bottom and from left to right.</summary>
    public GridSize Grid => new(ImageSize.Height / PatchSize.Height, ImageSize.Width / PatchSize.Width);

    /// <summary>Reads the numbers of a config.json.</summary>
    /// <exception cref="InvalidInputException">A number is missing, impossible or not supported.</exception>
    public static ViTConfig Read(ModelConfigFile file)
    {
        file.Require("pooler_act", "tanh");
        var modelDim = file.Int("hidden_size", 1, 65_536, 768);
        var (imageHeight, imageWidth) = file.IntPair("image_size", 1, 65_536, 224);
        var (patchHeight, patchWidth) = file.IntPair("patch_size", 1, Math.Min(imageHeight, imageWidth), 16);
        return new ViTConfig
        {
            HasDistillationToken = file.Text("model_type", ViT) == DeiT,
            ModelDim = modelDim,
            NumLayers = file.Int("num_hidden_layers", 0, 1_000, 12),
            NumHeads = file.Divisor("num_attention_heads", "hidden_size"),
            HiddenDim = file.Int("intermediate_size", 1, 1_000_000, 3072),
            ImageSize = new(imageHeight, imageWidth),
            PatchSize = new(patchHeight, patchWidth),
            NumChannels = file.Int("num_channels", 1, 1_000, 3),
            Activation = Activations.Parse(file.Text("hidden_act", "gelu"), file.Path),
            LayerNormEpsilon = file.Float("layer_norm_eps", 1e-12f),
            HasQueryKeyValueBias = file.Flag("qkv_bias", true),
            PoolerDim = file.Int("pooler_output_size", 1, 65_536, modelDim) is var dim && dim != modelDim ? dim : null,
            HiddenDropout = file.Rate("hidden_dropout_prob", 0),
            AttentionDropout = file.Rate("attention_probs_dropout_prob", 0),
            InitializerRange = file.Float("initializer_range", 0.02f),
        };
    }

    /// <summary>How many values a model of these numbers learns, counted from the shapes alone: nothing is allocated.</summary>
    /// <param name="numClasses">Classes of the linear classifier, or of the two of DeiT; 0 if there is none.</param>
    /// <param name="hasPooler">Whether there is a pooler.</param>
    public long CountParameters(int numClasses = 0, bool hasPooler = false)
    {
        var norm = 2L * ModelDim;
        var tokens = HasDistillationToken ? 2 : 1;
        var embeddings = Linear((long)NumChannels * PatchSize.Count, ModelDim) + (((2L * tokens) + Grid.Count) * ModelDim);
        var attention = (4 * Linear(ModelDim, ModelDim)) - (HasQueryKeyValueBias ? 0 : 3L * ModelDim);
        var feedForward = Linear(ModelDim, HiddenDim) + Linear(HiddenDim, ModelDim);
        return embeddings + (NumLayers * (attention + feedForward + (2 * norm))) + norm
            + (hasPooler ? Linear(ModelDim, PoolerDim ?? ModelDim) : 0) + (tokens * Linear(ModelDim, numClasses));

        static long Linear(long inputDim, long outputDim) => (inputDim + 1) * outputDim;
    }

    /// <summary>The entries of config.json, as Hugging Face names them.</summary>
    public JsonObject ToJson() => new()
    {
        ["model_type"] = HasDistillationToken ? DeiT : ViT,
        ["hidden_size"] = ModelDim,
        ["num_hidden_layers"] = NumLayers,
        ["num_attention_heads"] = NumHeads,
        ["intermediate_size"] = HiddenDim,
        ["image_size"] = ImageSize.ToJson(),
        ["patch_size"] = PatchSize.ToJson(),
        ["num_channels"] = NumChannels,
        ["hidden_act"] = Activations.NameOf(Activation),
        ["layer_norm_eps"] = LayerNormEpsilon,
        ["qkv_bias"] = HasQueryKeyValueBias,
        ["pooler_output_size"] = PoolerDim ?? ModelDim,
        ["pooler_act"] = "tanh",
        ["hidden_dropout_prob"] = HiddenDropout,
        ["attention_probs_dropout_prob"] = AttentionDropout,
        ["initializer_range"] = InitializerRange,
    };

    internal VisionShape Shape => new()
    {
        ModelDim = ModelDim,
        ImageSize = ImageSize,
        PatchSize = PatchSize,
        NumChannels = NumChannels,
        DropoutRate = HiddenDropout,
        InitializerRange = InitializerRange,
    };
}
