using System.Text.Json.Nodes;
using Heed.Kernels;
using Heed.Layers;
using Heed.Models;

namespace Heed.Pipelines.ImageClassification;

/// <summary>A vision model with what has to be known around it, whatever its family.</summary>
/// <param name="Model">The model.</param>
/// <param name="Architecture">Name of its class in transformers.</param>
/// <param name="PatchSize">Height and width of a patch, in pixels.</param>
/// <param name="Config">The entries of config.json that describe it.</param>
internal sealed record VisionModel(IImageClassifierModel Model, string Architecture, GridSize PatchSize, JsonObject Config)
{
    /// <summary>A new Vision Transformer.</summary>
    public static VisionModel Create(ImageClassifierPlan plan, int numClasses, ulong seed) => ViT(
        new ViTConfig
        {
            ModelDim = plan.ModelDim,
            NumLayers = plan.NumLayers,
            NumHeads = plan.NumHeads,
            HiddenDim = plan.HiddenDim,
            ImageSize = new(plan.ImageSize, plan.ImageSize),
            PatchSize = new(plan.PatchSize, plan.PatchSize),
            HiddenDropout = plan.Dropout,
        },
        numClasses,
        new ParameterSet(seed));

    /// <summary>Whether a config.json of this model_type describes a model of pictures.</summary>
    public static bool Knows(string modelType) => modelType is "vit" or "deit" or "dinov2" or "dinov2_with_registers";

    /// <summary>The model of a folder.</summary>
    /// <exception cref="InvalidInputException">Another kind of model, or a broken one.</exception>
    public static VisionModel Load(string directory, ModelConfigFile file, int numClasses) => file.ModelType switch
    {
        "vit" => Checkpoint.Load(directory, parameters => ViT(ViTConfig.Read(file), numClasses, parameters)),
        "deit" => Checkpoint.Load(directory, parameters => DeiT(ViTConfig.Read(file), numClasses, parameters)),
        "dinov2" or "dinov2_with_registers" => Checkpoint.Load(directory, parameters => Dinov2(Dinov2Config.Read(file), numClasses, parameters)),
        _ => throw new InvalidInputException(
            $"{file.Path}: \"model_type\" is \"{file.ModelType}\"; expected \"vit\", \"deit\", \"dinov2\" or \"dinov2_with_registers\"."),
    };

    private static VisionModel ViT(ViTConfig config, int numClasses, ParameterSet parameters) =>
        new(new ViTForImageClassification(config, numClasses, parameters), nameof(ViTForImageClassification), config.PatchSize, config.ToJson());

    private static VisionModel DeiT(ViTConfig config, int numClasses, ParameterSet parameters) => new(
        new DeiTForImageClassificationWithTeacher(config, numClasses, parameters),
        nameof(DeiTForImageClassificationWithTeacher),
        config.PatchSize,
        config.ToJson());

    private static VisionModel Dinov2(Dinov2Config config, int numClasses, ParameterSet parameters) => new(
        new Dinov2ForImageClassification(config, numClasses, parameters),
        config.NumRegisters is null ? "Dinov2ForImageClassification" : "Dinov2WithRegistersForImageClassification",
        config.PatchSize,
        config.ToJson());
}
