using System.Text.Json.Nodes;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// The numbers of a Vision Transformer for small data: ViT with the choices of compact transformers (Hassani et al. 2021, arXiv:2104.05704) and of
/// what came later. Its config.json is Heed's own (docs/models.md).
/// </summary>
public sealed record CompactViTConfig
{
    /// <summary>What config.json calls the family.</summary>
    public const string ModelType = "heed_compact_vit";

    public required int ModelDim { get; init; }

    public required int NumLayers { get; init; }

    public required int NumHeads { get; init; }

    public required int HiddenDim { get; init; }

    /// <summary>Height and width of the images, in pixels; they need not be equal.</summary>
    public GridSize ImageSize { get; init; } = new(32, 32);

    public int NumChannels { get; init; } = 3;

    /// <summary>Convolutions that make the tokens; 0 for patches.</summary>
    public int NumConvolutions { get; init; } = 1;

    /// <summary>Height and width of the convolutions' windows, odd.</summary>
    public int ConvolutionSize { get; init; } = 3;

    /// <summary>Channels after each convolution but the last.</summary>
    public int StemChannels { get; init; } = 64;

    /// <summary>Height and width of a patch, in pixels, where there are no convolutions.</summary>
    public GridSize PatchSize { get; init; } = new(4, 4);

    public ImagePooling Pooling { get; init; } = ImagePooling.Sequence;

    public ImagePositions Positions { get; init; } = ImagePositions.Learned;

    /// <summary>Tokens that belong to no patch and are not classified (Darcet et al. 2024).</summary>
    public int NumRegisters { get; init; }

    public Activation Activation { get; init; } = Activation.Gelu;

    public float LayerNormEpsilon { get; init; } = 1e-5f;

    /// <summary>Whether the projections of queries, keys and values have a bias.</summary>
    public bool HasQueryKeyValueBias { get; init; }

    /// <summary>Stochastic depth of the last block; it grows evenly from 0 in the first.</summary>
    public float StochasticDepth { get; init; }

    /// <summary>Dropout of embeddings and of each sub-layer's result.</summary>
    public float HiddenDropout { get; init; }

    /// <summary>Dropout of the attention weights.</summary>
    public float AttentionDropout { get; init; }

    /// <summary>Standard deviation of the initial weights, but for the convolutions.</summary>
    public float InitializerRange { get; init; } = 0.02f;

    /// <summary>CCT-2/3x2 for 32 x 32 pixels.</summary>
    public static CompactViTConfig Cct2 { get; } = new() { ModelDim = 128, NumLayers = 2, NumHeads = 2, HiddenDim = 128, NumConvolutions = 2 };

    /// <summary>CCT-4/3x2 for 32 x 32 pixels.</summary>
    public static CompactViTConfig Cct4 { get; } = Cct2 with { NumLayers = 4 };

    /// <summary>CCT-7/3x1 for 32 x 32 pixels.</summary>
    public static CompactViTConfig Cct7 { get; } = new() { ModelDim = 256, NumLayers = 7, NumHeads = 4, HiddenDim = 512 };

    /// <summary>CCT-7/3x2 for 32 x 32 pixels: a quarter of the tokens.</summary>
    public static CompactViTConfig Cct7Two { get; } = Cct7 with { NumConvolutions = 2 };

    /// <summary>CVT-7/4 for 32 x 32 pixels: patches, and no class token.</summary>
    public static CompactViTConfig Cvt7 { get; } = Cct7 with { NumConvolutions = 0 };

    /// <summary>ViT-Lite-7/4 for 32 x 32 pixels: patches and a class token.</summary>
    public static CompactViTConfig ViTLite7 { get; } = Cvt7 with { Pooling = ImagePooling.ClassToken };

    /// <summary>Tokens of an image before its patches.</summary>
    public int NumPrefixTokens => NumRegisters + (Pooling == ImagePooling.ClassToken ? 1 : 0);

    /// <summary>Tokens of the patches from top to bottom and from left to right.</summary>
    public GridSize Grid => GridOf(ImageSize);

    /// <summary>What makes a model of these numbers impossible; null if nothing does.</summary>
    internal string? Problem => this switch
    {
        { NumConvolutions: < 0 } => $"{NumConvolutions} convolutions are asked for; expected 0 or more",
        { ConvolutionSize: var size } when size % 2 == 0 => $"the windows of the convolutions are {size} pixels wide; expected an odd number",
        { Grid.Count: <= 0 } => $"images of {ImageSize} pixels leave no patch; expected larger ones",
        { Positions: ImagePositions.SineCosine, ModelDim: var dim } when dim % 4 != 0 => $"the model is {dim} wide; expected a multiple of 4 for sines and cosines",
        { Positions: ImagePositions.Rotary } when ModelDim / NumHeads % 4 != 0 =>
            $"the heads are {ModelDim / NumHeads} wide; expected a multiple of 4 for rotary positions",
        _ => null,
    };

    /// <summary>Reads the numbers of a config.json.</summary>
    /// <exception cref="InvalidInputException">A number is missing, impossible or not supported.</exception>
    public static CompactViTConfig Read(ModelConfigFile file)
    {
        file.Require("model_type", ModelType);
        var image = file.Size("image_size", 65_536, 32);
        var modelDim = file.Int("hidden_size", 1, 65_536);
        var config = new CompactViTConfig
        {
            ModelDim = modelDim,
            NumLayers = file.Int("num_hidden_layers", 0, 1_000),
            NumHeads = file.Divisor("num_attention_heads", "hidden_size"),
            HiddenDim = file.Int("intermediate_size", 1, 1_000_000),
            ImageSize = image,
            NumChannels = file.Int("num_channels", 1, 1_000, 3),
            NumConvolutions = file.Int("num_convolutions", 0, 16, 1),
            ConvolutionSize = file.Int("convolution_size", 1, 63, 3),
            StemChannels = file.Int("stem_channels", 1, 65_536, 64),
            PatchSize = file.Size("patch_size", Math.Min(image.Height, image.Width), 4),
            Pooling = file.OneOf("pooling", Poolings, ImagePooling.Sequence),
            Positions = file.OneOf("positions", PositionNames, ImagePositions.Learned),
            NumRegisters = file.Int("num_register_tokens", 0, 1_000, 0),
            Activation = Activations.Parse(file.Text("hidden_act", "gelu"), file.Path),
            LayerNormEpsilon = file.Float("layer_norm_eps", 1e-5f),
            HasQueryKeyValueBias = file.Flag("qkv_bias", false),
            StochasticDepth = file.Rate("drop_path_rate", 0),
            HiddenDropout = file.Rate("hidden_dropout_prob", 0),
            AttentionDropout = file.Rate("attention_probs_dropout_prob", 0),
            InitializerRange = file.Float("initializer_range", 0.02f),
        };
        return config.Problem is { } problem ? throw new InvalidInputException($"{file.Path}: {problem}.") : config;
    }

    /// <summary>How many values a model of these numbers learns, counted from the shapes alone: nothing is allocated.</summary>
    /// <param name="numClasses">Classes of the linear classifier.</param>
    public long CountParameters(int numClasses)
    {
        var stem = NumConvolutions == 0 ? Linear((long)NumChannels * PatchSize.Count, ModelDim) : 0;
        for (var (i, before) = (0, (long)NumChannels); i < NumConvolutions; before = StemChannels, i++)
        {
            stem += before * ConvolutionSize * ConvolutionSize * (i == NumConvolutions - 1 ? ModelDim : StemChannels);
        }

        var rows = NumPrefixTokens + (Positions == ImagePositions.Learned ? Grid.Count : 0);
        var attention = (4 * Linear(ModelDim, ModelDim)) - (HasQueryKeyValueBias ? 0 : 3L * ModelDim);
        var feedForward = Linear(ModelDim, HiddenDim) + Linear(HiddenDim, ModelDim);
        return stem + ((long)rows * ModelDim) + (NumLayers * (attention + feedForward + (4L * ModelDim))) + (2L * ModelDim)
            + (Pooling == ImagePooling.Sequence ? Linear(ModelDim, 1) : 0) + Linear(ModelDim, numClasses);

        static long Linear(long inputDim, long outputDim) => (inputDim + 1) * outputDim;
    }

    /// <summary>
    /// How often a prediction of one image multiplies, in products of matrices and of convolutions: windows of the stem, 4 modelDim^2 + 2 modelDim hiddenDim
    /// a token and layer, 2 tokens^2 modelDim a layer for attention, and the classifier.
    /// </summary>
    /// <param name="numClasses">Classes of the linear classifier.</param>
    public double CountMultiplications(int numClasses)
    {
        var (stem, grid) = (0.0, ImageSize);
        for (var (i, before) = (0, NumChannels); i < NumConvolutions; before = StemChannels, i++)
        {
            var windows = ConvolutionStem.WindowsOf(grid, ConvolutionSize);
            stem += (double)windows.Count * before * ConvolutionSize * ConvolutionSize * (i == NumConvolutions - 1 ? ModelDim : StemChannels);
            grid = ConvolutionStem.GridOf(grid, 1, ConvolutionSize);
        }

        stem += NumConvolutions == 0 ? (double)Grid.Count * NumChannels * PatchSize.Count * ModelDim : 0;
        var tokens = (double)NumPrefixTokens + Grid.Count;
        var layer = (tokens * ((4.0 * ModelDim * ModelDim) + (2.0 * ModelDim * HiddenDim))) + (2 * tokens * tokens * ModelDim);
        return stem + (NumLayers * layer) + ((double)ModelDim * numClasses);
    }

    /// <summary>The entries of config.json.</summary>
    public JsonObject ToJson() => new()
    {
        ["model_type"] = ModelType,
        ["hidden_size"] = ModelDim,
        ["num_hidden_layers"] = NumLayers,
        ["num_attention_heads"] = NumHeads,
        ["intermediate_size"] = HiddenDim,
        ["image_size"] = ImageSize.ToJson(),
        ["num_channels"] = NumChannels,
        ["num_convolutions"] = NumConvolutions,
        ["convolution_size"] = ConvolutionSize,
        ["stem_channels"] = StemChannels,
        ["patch_size"] = PatchSize.ToJson(),
        ["pooling"] = Poolings.Single(name => name.Value == Pooling).Key,
        ["positions"] = PositionNames.Single(name => name.Value == Positions).Key,
        ["num_register_tokens"] = NumRegisters,
        ["hidden_act"] = Activations.NameOf(Activation),
        ["layer_norm_eps"] = LayerNormEpsilon,
        ["qkv_bias"] = HasQueryKeyValueBias,
        ["drop_path_rate"] = StochasticDepth,
        ["hidden_dropout_prob"] = HiddenDropout,
        ["attention_probs_dropout_prob"] = AttentionDropout,
        ["initializer_range"] = InitializerRange,
    };

    /// <summary>Tokens that an image of another size becomes, from top to bottom and from left to right.</summary>
    public GridSize GridOf(GridSize image) => NumConvolutions > 0
        ? ConvolutionStem.GridOf(image, NumConvolutions, ConvolutionSize)
        : new(image.Height / PatchSize.Height, image.Width / PatchSize.Width);

    /// <summary>Which part of an image stands for each token: its patch, or with a stem what is nearest to the middle of its receptive field.</summary>
    public TokenCells CellsOf(GridSize image)
    {
        var grid = GridOf(image);
        return new(Axis(grid.Height, image.Height), Axis(grid.Width, image.Width));

        TokenAxis Axis(int count, int length) => NumConvolutions == 0
            ? TokenAxis.Equal(count)
            : TokenAxis.Nearest([.. Enumerable.Range(0, count).Select(i => ConvolutionStem.CentreOf(i, NumConvolutions, ConvolutionSize) / length)]);
    }

    private static readonly Dictionary<string, ImagePooling> Poolings = new()
    {
        ["class_token"] = ImagePooling.ClassToken, ["mean"] = ImagePooling.Mean, ["sequence"] = ImagePooling.Sequence,
    };

    private static readonly Dictionary<string, ImagePositions> PositionNames = new()
    {
        ["learned"] = ImagePositions.Learned, ["sine_cosine"] = ImagePositions.SineCosine, ["rotary"] = ImagePositions.Rotary, ["none"] = ImagePositions.None,
    };
}
