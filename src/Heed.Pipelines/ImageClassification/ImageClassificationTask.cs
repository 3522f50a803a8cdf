using System.Numerics.Tensors;
using Heed.Autograd;
using Heed.Layers;
using Heed.Models;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Images;
using Heed.Pipelines.Images.Augmentation;
using Heed.Training;

namespace Heed.Pipelines.ImageClassification;

/// <summary>Learning to classify: cross-entropy with smoothed labels on pictures that are changed and mixed anew in every step.</summary>
internal sealed class ImageClassificationTask : ITrainingTask
{
    private readonly IImageClassifierModel model;
    private readonly PreparedImages data;
    private readonly ImageProcessor processor;
    private readonly (PictureAugmenter Augmenter, BatchMixer Mixer) changes;
    private readonly (PictureAugmenter Augmenter, BatchMixer Mixer) plainChanges;
    private readonly float[]? classWeights;

    /// <param name="model">What learns.</param>
    /// <param name="data">What it learns from and how, and what decides which state is best.</param>
    /// <param name="classWeights">[numClasses], or null for all 1.</param>
    /// <param name="seed">With step and example it decides how a picture is changed, with the step how a batch is mixed.</param>
    public ImageClassificationTask(IImageClassifierModel model, PreparedImages data, float[]? classWeights, ulong seed)
    {
        (this.model, this.data, this.classWeights) = (model, data, classWeights);
        processor = new ImageProcessor(data.Preprocessing);
        var augmentation = data.Plan.Augmentation;
        changes = (new PictureAugmenter(augmentation, seed), new BatchMixer(data.Plan.Mixing, seed));
        plainChanges = (new PictureAugmenter(augmentation with { NumChanges = 0, ErasingRate = 0 }, seed), new BatchMixer(new MixingOptions(), seed));
    }

    public ParameterSet Parameters => model.Parameters;

    public int NumExamples => data.Training.Count;

    public BatchLoss Loss(ReadOnlySpan<int> examples, TrainingStep step)
    {
        var numClasses = data.Labels.Count;
        var (augmenter, mixer) = step.IsInLast(data.Plan.PlainShare) ? plainChanges : changes;
        var changed = augmenter.AugmentBatch(examples, step.Number, example => data.Training.Images[example]);
        var (images, targets) = mixer.Mix(processor.Normalise(changed), LabelsOf(examples), numClasses, step.Number);
        var labels = new int[changed.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            var target = targets.AsSpan(i * numClasses, numClasses);
            labels[i] = TensorPrimitives.IndexOfMax(target);
            TensorPrimitives.Multiply(target, 1 - data.Plan.LabelSmoothing, target);
            TensorPrimitives.Add(target, data.Plan.LabelSmoothing / numClasses, target);
        }

        var logits = model.Classify(images); // [batch, numClasses]
        return new BatchLoss(Op.SoftCrossEntropy(logits, targets, classWeights), Scores.CountRight(logits.Data, labels), labels.Length, labels.Length);
    }

    public ValidationScore? Validate(CancellationToken cancellation) => data.Validation.Count == 0
        ? null
        : HeldOutScore.Of(
            ImageInference.Logits(model, processor, data.Validation.Images, data.Labels.Count, cancellation), data.Validation.Labels, data.Labels.Count);

    // Each as often as its picture stands in the batch.
    private int[] LabelsOf(ReadOnlySpan<int> examples)
    {
        var repeats = data.Plan.Augmentation.Repeats;
        var labels = new int[examples.Length * repeats];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = data.Training.Labels[examples[i / repeats]];
        }

        return labels;
    }
}
