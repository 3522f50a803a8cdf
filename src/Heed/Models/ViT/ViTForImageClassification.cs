using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>The Vision Transformer with a linear classifier over the class token, as Hugging Face's class of the same name.</summary>
public sealed class ViTForImageClassification : IImageClassifierModel
{
    private readonly ViTModel vit;
    private readonly Linear classifier;

    public ViTForImageClassification(ViTConfig config, int numClasses, ParameterSet? parameters = null)
    {
        Parameters = parameters ?? new ParameterSet();
        vit = new ViTModel(Parameters.Root["vit"], config, hasPooler: false);
        classifier = new Linear(Parameters.Root["classifier"], config.ModelDim, numClasses, standardDeviation: config.InitializerRange);
    }

    public ParameterSet Parameters { get; }

    public Tensor Classify(Tensor images, AttentionRecorder? recorder = null, bool resizesPositions = false) =>
        classifier.Forward(ViTModel.ClassTokens(vit.Forward(images, recorder, resizesPositions), images.Shape[0]));
}
