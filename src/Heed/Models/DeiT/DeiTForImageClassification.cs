using Heed.Attention;
using Heed.Autograd;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// DeiT with one linear classifier over the class token (Touvron et al. 2021, arXiv:2012.12877), as Hugging Face's DeiTForImageClassification,
/// which fine-tuning starts from: the distillation token is there and is not classified.
/// </summary>
public sealed class DeiTForImageClassification : IImageClassifierModel
{
    private readonly ViTModel deit;
    private readonly Linear classifier;

    /// <exception cref="ArgumentException">The numbers are of a model without a distillation token.</exception>
    public DeiTForImageClassification(ViTConfig config, int numClasses, ParameterSet? parameters = null)
    {
        if (!config.HasDistillationToken)
        {
            throw new ArgumentException("A DeiT has a distillation token; these numbers have none.", nameof(config));
        }

        Parameters = parameters ?? new ParameterSet();
        deit = new ViTModel(Parameters.Root["deit"], config, hasPooler: false);
        classifier = new Linear(Parameters.Root["classifier"], config.ModelDim, numClasses, standardDeviation: config.InitializerRange);
    }

    public ParameterSet Parameters { get; }

    public GridSize GridOf(GridSize size) => deit.GridOf(size);

    public ImageTokens Embed(Tensor images, bool resizesPositions = false) => deit.Embed(images, resizesPositions);

    public Tensor Classify(Tensor images, AttentionRecorder? recorder = null, bool resizesPositions = false)
    {
        var (hidden, batch) = (deit.Forward(images, recorder, resizesPositions), images.Shape[0]);
        recorder?.RecordReadout(VisionReadout.OfTokens(hidden.Rows, batch, 1));
        return classifier.Forward(ViTModel.ClassTokens(hidden, batch));
    }
}
