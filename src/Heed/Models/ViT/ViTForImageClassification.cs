using Heed.Attention;
using Heed.Autograd;
using Heed.Kernels;
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

    public GridSize GridOf(GridSize size) => vit.GridOf(size);

    public ImageTokens Embed(Tensor images, bool resizesPositions = false) => vit.Embed(images, resizesPositions);

    public Tensor Classify(Tensor images, AttentionRecorder? recorder = null, bool resizesPositions = false)
    {
        var (hidden, batch) = (vit.Forward(images, recorder, resizesPositions), images.Shape[0]);
        recorder?.RecordReadout(VisionReadout.OfTokens(hidden.Rows, batch, 1));
        return classifier.Forward(ViTModel.ClassTokens(hidden, batch));
    }
}
