using Heed.Autograd;
using Heed.Layers;
using Heed.Models;
using Heed.Training;

namespace Heed.Pipelines.Classification;

/// <summary>Learning to classify: cross-entropy on tokenized, labelled texts.</summary>
internal sealed class ClassificationTask : ITrainingTask
{
    private readonly ISequenceClassifierModel model;
    private readonly LabelledTokens training;
    private readonly LabelledTokens validation;
    private readonly TrainingTargets targets;
    private readonly TokenNoise noise;
    private readonly float[]? classWeights;

    /// <param name="model">What learns.</param>
    /// <param name="data">What it learns from, and what decides which state is best.</param>
    /// <param name="targets">What a step learns of each example.</param>
    /// <param name="noise">Hides tokens.</param>
    /// <param name="classWeights">[numClasses], or null for all 1.</param>
    public ClassificationTask(
        ISequenceClassifierModel model, (LabelledTokens Training, LabelledTokens Validation) data, TrainingTargets targets, TokenNoise noise, float[]? classWeights)
    {
        this.model = model;
        (training, validation) = data;
        (this.targets, this.noise, this.classWeights) = (targets, noise, classWeights);
    }

    public ParameterSet Parameters => model.Parameters;

    public int NumExamples => training.Count;

    public BatchLoss Loss(ReadOnlySpan<int> examples, TrainingStep step)
    {
        var tokens = new int[examples.Length][];
        var labels = new int[examples.Length];
        var distributions = new float[examples.Length * training.NumClasses];
        for (var i = 0; i < examples.Length; i++)
        {
            var chosen = targets.Choose(examples[i], step.Number, distributions.AsSpan(i * training.NumClasses, training.NumClasses));
            tokens[i] = noise.Apply(chosen, step.Number, examples[i]);
            labels[i] = training.Labels[examples[i]];
        }

        var batch = TokenBatch.Pack(tokens);
        var logits = model.Classify(batch);
        return new BatchLoss(
            Op.SoftCrossEntropy(logits, distributions, classWeights), Scores.CountRight(logits.Data, labels), labels.Length, batch.Ids.Length);
    }

    public ValidationScore? Validate(CancellationToken cancellation) => validation.Count == 0
        ? null
        : HeldOutScore.Of(BatchInference.Logits(model, validation.Tokens, training.NumClasses, cancellation), validation.Labels, training.NumClasses);
}
