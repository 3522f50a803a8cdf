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
            "deit" => new DeiTForImageClassificationWithTeacher(ViTConfig.Read(file), numClasses, parameters),
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
}
