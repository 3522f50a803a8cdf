using Heed.Attention;
using Heed.Autograd;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// DINOv2 with a linear classifier over the class token beside the mean of the patches, as Hugging Face's Dinov2ForImageClassification and
/// Dinov2WithRegistersForImageClassification.
/// </summary>
public sealed class Dinov2ForImageClassification : IImageClassifierModel
{
    private readonly Linear classifier;

    public Dinov2ForImageClassification(Dinov2Config config, int numClasses, ParameterSet? parameters = null)
    {
        Parameters = parameters ?? new ParameterSet();
        Dinov2 = new Dinov2Model(Parameters.Root[config.ModelType], config);
        classifier = new Linear(Parameters.Root["classifier"], 2 * config.ModelDim, numClasses, standardDeviation: config.InitializerRange);
    }

    public ParameterSet Parameters { get; }

    /// <summary>The model below the classifier.</summary>
    public Dinov2Model Dinov2 { get; }

    public GridSize GridOf(GridSize size) => Dinov2.GridOf(size);

    public ImageTokens Embed(Tensor images, bool resizesPositions = false) => Dinov2.Embed(images, resizesPositions);

    public Tensor Classify(Tensor images, AttentionRecorder? recorder = null, bool resizesPositions = false)
    {
        var (hidden, batch) = (Dinov2.Forward(images, recorder, resizesPositions), images.Shape[0]);
        recorder?.RecordReadout(VisionReadout.OfTokenAndPatches(hidden.Rows, batch, Dinov2.NumPrefixTokens));
        var classToken = VisionEncoder.TokenOf(hidden, batch, 0);
        var patches = VisionEncoder.MeanOfPatches(hidden, batch, Dinov2.NumPrefixTokens);
        return classifier.Forward(Op.Concatenate(-1, classToken, patches)); // [batch, 2 modelDim] -> [batch, numClasses]
    }
}
