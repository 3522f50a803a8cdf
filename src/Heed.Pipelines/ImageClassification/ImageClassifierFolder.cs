using Heed.Checkpoints;
using Heed.Layers;
using Heed.Models;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>An image classifier as a folder of Hugging Face's layout.</summary>
internal static class ImageClassifierFolder
{
    private const string BaselineFile = "baseline.safetensors";

    public static ImageClassifier Load(string directory)
    {
        var config = ModelConfigFile.Open(directory);
        if (!VisionModel.Knows(config.ModelType))
        {
            throw VisionModel.Unknown(config);
        }

        var labels = config.Labels();
        var preprocessing = ImageProcessorConfig.Read(directory);
        var vision = VisionModel.Load(directory, config, labels.Count);
        var baseline = Path.Combine(directory, BaselineFile);
        return new ImageClassifier(vision, preprocessing, new LabelSet(labels))
        {
            Baseline = File.Exists(baseline) ? PixelBaseline.Load(baseline, labels.Count) : null,
        };
    }

    public static void Save(string directory, ImageClassifier classifier)
    {
        Folders.Create(directory);
        Checkpoint.Save(directory, classifier.Vision.Model.Parameters);
        classifier.Baseline?.Save(Path.Combine(directory, BaselineFile));
        AtomicFile.WriteText(
            Path.Combine(directory, ImageProcessorConfig.FileName), classifier.Preprocessing.ToJson().ToJsonString(ClassifierConfig.Indented) + "\n");
        ClassifierConfig.Write(directory, classifier.Vision.Architecture, classifier.Vision.Config, classifier.Labels);
    }
}
