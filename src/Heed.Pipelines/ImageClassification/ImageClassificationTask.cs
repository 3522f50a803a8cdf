using Heed.Autograd;
using Heed.Layers;
using Heed.Models;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Images;
using Heed.Training;

namespace Heed.Pipelines.ImageClassification;

/// <summary>Learning to classify: cross-entropy with smoothed labels on pictures that are changed anew in every step.</summary>
internal sealed class ImageClassificationTask : ITrainingTask
{
    private readonly IImageClassifierModel model;
    private readonly PreparedImages data;
    private readonly ImageProcessor processor;
    private readonly IPictureChange change;
    private readonly float[]? classWeights;
    private readonly ulong seed;

    /// <param name="model">What learns.</param>
    /// <param name="data">What it learns from, and what decides which state is best.</param>
    /// <param name="change">What becomes of a picture before a step.</param>
    /// <param name="classWeights">[numClasses], or null for all 1.</param>
    /// <param name="seed">With step and example it decides the change.</param>
    public ImageClassificationTask(IImageClassifierModel model, PreparedImages data, IPictureChange change, float[]? classWeights, ulong seed)
    {
        (this.model, this.data, this.change, this.classWeights, this.seed) = (model, data, change, classWeights, seed);
        processor = new ImageProcessor(data.Preprocessing);
    }

    public ParameterSet Parameters => model.Parameters;

    public int NumExamples => data.Training.Count;

    public BatchLoss Loss(ReadOnlySpan<int> examples, long step)
    {
        var numClasses = data.Labels.Count;
        var (images, labels) = (new RgbImage[examples.Length], new int[examples.Length]);
        var distributions = new float[examples.Length * numClasses];
        Array.Fill(distributions, data.Plan.LabelSmoothing / numClasses);
        for (var i = 0; i < examples.Length; i++)
        {
            images[i] = change.Apply(data.Training.Images[examples[i]], RandomKey.Of(seed, (ulong)step, (ulong)examples[i]));
            labels[i] = data.Training.Labels[examples[i]];
            distributions[(i * numClasses) + labels[i]] += 1 - data.Plan.LabelSmoothing;
        }

        var logits = model.Classify(processor.Normalise(images)); // [batch, numClasses]
        return new BatchLoss(
            Op.SoftCrossEntropy(logits, distributions, classWeights), Scores.CountRight(logits.Data, labels), labels.Length, labels.Length);
    }

    public ValidationScore? Validate(CancellationToken cancellation) => data.Validation.Count == 0
        ? null
        : HeldOutScore.Of(
            ImageInference.Logits(model, processor, data.Validation.Images, data.Labels.Count, cancellation), data.Validation.Labels, data.Labels.Count);
}
