using Heed.Layers;

namespace Heed.Models;

/// <summary>Models that give an image a class, whatever their family.</summary>
public static class ImageClassifierModels
{
    /// <summary>The model that a config.json describes, with as many classes as it has labels.</summary>
    /// <param name="file">Of ViT, DeiT, DINOv2, DINOv2 with registers or a compact ViT of Heed's.</param>
    /// <param name="parameters">Where its parameters are; new ones if null.</param>
    /// <exception cref="InvalidInputException">It is of another family, or a number in it is missing, impossible or not supported.</exception>
    public static IImageClassifierModel Create(ModelConfigFile file, ParameterSet? parameters = null)
    {
        var numClasses = file.Labels().Count;
        return file.ModelType switch
        {
            "vit" => new ViTForImageClassification(ViTConfig.Read(file), numClasses, parameters),
            "deit" => CreateDeiT(file, ViTConfig.Read(file), numClasses, parameters),
            "dinov2" or "dinov2_with_registers" => new Dinov2ForImageClassification(Dinov2Config.Read(file), numClasses, parameters),
            CompactViTConfig.ModelType => new CompactViTForImageClassification(CompactViTConfig.Read(file), numClasses, parameters),
            _ => throw new InvalidInputException(
                $"{file.Path}: \"model_type\" is \"{file.ModelType}\"; expected \"vit\", \"deit\", \"dinov2\", \"dinov2_with_registers\" or \"{CompactViTConfig.ModelType}\"."),
        };
    }

    /// <summary>The model of a folder, with its weights.</summary>
    /// <exception cref="InvalidInputException">The folder holds no such model, or a file in it is broken.</exception>
    public static IImageClassifierModel Load(string directory)
    {
        var file = ModelConfigFile.Open(directory);
        return Checkpoint.Load(directory, parameters => Create(file, parameters));
    }

    /// <summary>
    /// The kind of DeiT that the architectures of a config.json name, since all have one model_type; the one with a teacher where it names none.
    /// </summary>
    /// <param name="file">Of DeiT.</param>
    /// <param name="config">The model's numbers.</param>
    /// <param name="numClasses">How many classes it has.</param>
    /// <param name="parameters">Where its parameters are; new ones if null.</param>
    /// <exception cref="InvalidInputException">It is a DeiT that does not classify.</exception>
    public static IImageClassifierModel CreateDeiT(ModelConfigFile file, ViTConfig config, int numClasses, ParameterSet? parameters = null) =>
        file.Architecture switch
        {
            null or nameof(DeiTForImageClassificationWithTeacher) => new DeiTForImageClassificationWithTeacher(config, numClasses, parameters),
            nameof(DeiTForImageClassification) => new DeiTForImageClassification(config, numClasses, parameters),
            var other => throw new InvalidInputException(
                $"{file.Path}: \"architectures\" names {other}; expected {nameof(DeiTForImageClassification)} or {nameof(DeiTForImageClassificationWithTeacher)}."),
        };
}
