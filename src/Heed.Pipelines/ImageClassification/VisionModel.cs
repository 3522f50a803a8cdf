using System.Text.Json.Nodes;
using Heed.Layers;
using Heed.Models;

namespace Heed.Pipelines.ImageClassification;

/// <summary>A vision model with what has to be known around it, whatever its family.</summary>
/// <param name="Model">The model.</param>
/// <param name="Architecture">Name of its class in transformers.</param>
/// <param name="Config">The entries of config.json that describe it.</param>
internal sealed record VisionModel(IImageClassifierModel Model, string Architecture, JsonObject Config)
{
    /// <summary>Whether Hugging Face's transformers has a class for it.</summary>
    public bool IsOfTransformers => Model is not CompactViTForImageClassification;

    /// <summary>A new model. Where the numbers are those of a plain Vision Transformer it is Hugging Face's, so that transformers opens its folder.</summary>
    /// <exception cref="ArgumentException">No model can have these numbers.</exception>
    public static VisionModel Create(CompactViTConfig config, int numClasses, ulong seed)
    {
        var parameters = new ParameterSet(seed);
        return config is { NumConvolutions: 0, Pooling: ImagePooling.ClassToken, Positions: ImagePositions.Learned, NumRegisters: 0, StochasticDepth: 0 }
            ? ViT(Plain(config), numClasses, parameters)
            : Compact(config, numClasses, parameters);
    }

    /// <summary>Whether a config.json of this model_type describes a model of pictures.</summary>
    public static bool Knows(string modelType) => modelType is "vit" or "deit" or "dinov2" or "dinov2_with_registers" or CompactViTConfig.ModelType;

    /// <summary>What is wrong with a config.json of any other model_type.</summary>
    public static InvalidInputException Unknown(ModelConfigFile file) => new(
        $"{file.Path}: \"model_type\" is \"{file.ModelType}\"; expected \"vit\", \"deit\", \"dinov2\", \"dinov2_with_registers\" or \"{CompactViTConfig.ModelType}\".");

    /// <summary>The model of a folder.</summary>
    /// <exception cref="InvalidInputException">Another kind of model, or a broken one.</exception>
    public static VisionModel Load(string directory, ModelConfigFile file, int numClasses) =>
        Checkpoint.Load(directory, parameters => Create(file, numClasses, parameters));

    /// <summary>A new model of the kind that a config.json describes, for images of another size.</summary>
    /// <param name="file">Of any family.</param>
    /// <param name="plan">Heed's own family takes all numbers from here, the others the size of the images and the dropout.</param>
    /// <param name="numClasses">How many classes it has.</param>
    /// <param name="seed">Decides the initial weights.</param>
    /// <exception cref="InvalidInputException">Another kind of model, or a broken one.</exception>
    public static VisionModel Create(ModelConfigFile file, CompactViTConfig plan, int numClasses, ulong seed)
    {
        var parameters = new ParameterSet(seed);
        return file.ModelType switch
        {
            "vit" => ViT(Resized(ViTConfig.Read(file)), numClasses, parameters),
            // The model below a classifier gets one.
            "deit" when file.Architecture == "DeiTModel" => DeiT(new DeiTForImageClassification(Resized(ViTConfig.Read(file)), numClasses, parameters), Resized(ViTConfig.Read(file))),
            "deit" => DeiT(file, Resized(ViTConfig.Read(file)), numClasses, parameters),
            "dinov2" or "dinov2_with_registers" =>
                Dinov2(Dinov2Config.Read(file) with { ImageSize = plan.ImageSize, HiddenDropout = plan.HiddenDropout, StochasticDepth = plan.StochasticDepth }, numClasses, parameters),
            CompactViTConfig.ModelType => Compact(plan, numClasses, parameters),
            _ => throw Unknown(file),
        };

        ViTConfig Resized(ViTConfig config) => config with { ImageSize = plan.ImageSize, HiddenDropout = plan.HiddenDropout };
    }

    private static VisionModel Create(ModelConfigFile file, int numClasses, ParameterSet parameters) => file.ModelType switch
    {
        "vit" => ViT(ViTConfig.Read(file), numClasses, parameters),
        "deit" => DeiT(file, ViTConfig.Read(file), numClasses, parameters),
        "dinov2" or "dinov2_with_registers" => Dinov2(Dinov2Config.Read(file), numClasses, parameters),
        CompactViTConfig.ModelType => Compact(CompactViTConfig.Read(file), numClasses, parameters),
        _ => throw Unknown(file),
    };

    private static ViTConfig Plain(CompactViTConfig config) => new()
    {
        ModelDim = config.ModelDim,
        NumLayers = config.NumLayers,
        NumHeads = config.NumHeads,
        HiddenDim = config.HiddenDim,
        ImageSize = config.ImageSize,
        PatchSize = config.PatchSize,
        NumChannels = config.NumChannels,
        Activation = config.Activation,
        LayerNormEpsilon = config.LayerNormEpsilon,
        HasQueryKeyValueBias = config.HasQueryKeyValueBias,
        HiddenDropout = config.HiddenDropout,
        AttentionDropout = config.AttentionDropout,
        InitializerRange = config.InitializerRange,
    };

    private static VisionModel Compact(CompactViTConfig config, int numClasses, ParameterSet parameters) => new(
        new CompactViTForImageClassification(config, numClasses, parameters), nameof(CompactViTForImageClassification), config.ToJson());

    private static VisionModel ViT(ViTConfig config, int numClasses, ParameterSet parameters) => new(
        new ViTForImageClassification(config, numClasses, parameters), nameof(ViTForImageClassification), config.ToJson());

    private static VisionModel DeiT(ModelConfigFile file, ViTConfig config, int numClasses, ParameterSet parameters) =>
        DeiT(ImageClassifierModels.CreateDeiT(file, config, numClasses, parameters), config);

    private static VisionModel DeiT(IImageClassifierModel model, ViTConfig config) => new(model, model.GetType().Name, config.ToJson());

    private static VisionModel Dinov2(Dinov2Config config, int numClasses, ParameterSet parameters) => new(
        new Dinov2ForImageClassification(config, numClasses, parameters),
        config.NumRegisters is null ? "Dinov2ForImageClassification" : "Dinov2WithRegistersForImageClassification",
        config.ToJson());
}
