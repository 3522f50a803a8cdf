using Heed.Attention;
using Heed.Autograd;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// DeiT with its distillation token (Touvron et al. 2021, arXiv:2012.12877): one linear classifier over the class token, which learns from
/// the labels, and one over the distillation token, which learns from a teacher's; the prediction is the mean of both.
/// </summary>
public sealed class DeiTForImageClassificationWithTeacher : IImageClassifierModel
{
    private readonly ViTModel deit;
    private readonly Linear classifier;
    private readonly Linear distillationClassifier;

    /// <exception cref="ArgumentException">The numbers are of a model without a distillation token.</exception>
    public DeiTForImageClassificationWithTeacher(ViTConfig config, int numClasses, ParameterSet? parameters = null)
    {
        if (!config.HasDistillationToken)
        {
            throw new ArgumentException("A model with a teacher has a distillation token; these numbers have none.", nameof(config));
        }

        Parameters = parameters ?? new ParameterSet();
        deit = new ViTModel(Parameters.Root["deit"], config, hasPooler: false);
        classifier = Head("cls_classifier");
        distillationClassifier = Head("distillation_classifier");

        Linear Head(string name) => new(Parameters.Root[name], config.ModelDim, numClasses, standardDeviation: config.InitializerRange);
    }

    public ParameterSet Parameters { get; }

    public GridSize GridOf(GridSize size) => deit.GridOf(size);

    public ImageTokens Embed(Tensor images, bool resizesPositions = false) => deit.Embed(images, resizesPositions);

    public Tensor Classify(Tensor images, AttentionRecorder? recorder = null, bool resizesPositions = false)
    {
        var (ofClass, ofDistillation) = ClassifyTwice(images, recorder, resizesPositions);
        return Op.Scale(Op.Add(ofClass, ofDistillation), 0.5f);
    }

    /// <summary>The logits of both classifiers: hard distillation is half the loss of the one on the labels and half that of the other on the teacher's.</summary>
    /// <param name="images">[batch, channels, height, width], normalised as the model was trained.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <param name="resizesPositions">Whether images of another size than the model's are read, with the grid of positions resized.</param>
    /// <returns>[batch, numClasses] each.</returns>
    public (Tensor OfClassToken, Tensor OfDistillationToken) ClassifyTwice(
        Tensor images, AttentionRecorder? recorder = null, bool resizesPositions = false)
    {
        var (hidden, batch) = (deit.Forward(images, recorder, resizesPositions), images.Shape[0]);
        recorder?.RecordReadout(VisionReadout.OfTokens(hidden.Rows, batch, 2));
        return (classifier.Forward(VisionEncoder.TokenOf(hidden, batch, 0)), distillationClassifier.Forward(VisionEncoder.TokenOf(hidden, batch, 1)));
    }
}
