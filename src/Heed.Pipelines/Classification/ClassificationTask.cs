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
    private readonly ClassificationLoss loss;

    public ClassificationTask(ISequenceClassifierModel model, LabelledTokens training, LabelledTokens validation, ClassificationLoss loss)
    {
        (this.model, this.training, this.validation, this.loss) = (model, training, validation, loss);
    }

    public ParameterSet Parameters => model.Parameters;

    public int NumExamples => training.Count;

    public BatchLoss Loss(ReadOnlySpan<int> examples, long step)
    {
        var tokens = new int[examples.Length][];
        var labels = new int[examples.Length];
        for (var i = 0; i < examples.Length; i++)
        {
            tokens[i] = loss.Noise.Apply(training.Tokens[examples[i]], step, examples[i]);
            labels[i] = training.Labels[examples[i]];
        }

        var batch = TokenBatch.Pack(tokens);
        var logits = model.Classify(batch);
        return new BatchLoss(
            Op.CrossEntropy(logits, labels, loss.ClassWeights, loss.LabelSmoothing),
            Scores.CountRight(logits.Data, labels),
            labels.Length,
            batch.Ids.Length);
    }

    public ValidationScore? Validate(CancellationToken cancellation)
    {
        if (validation.Count == 0)
        {
            return null;
        }

        var logits = BatchInference.Logits(model, validation.Tokens, training.NumClasses, cancellation);
        return new ValidationScore(Scores.MeanLoss(logits, validation.Labels), Scores.CountRight(logits, validation.Labels) / (double)validation.Count);
    }
}

/// <summary>Texts as ids with the numbers of their labels.</summary>
/// <param name="Tokens">Ids of each text.</param>
/// <param name="Labels">Number of each text's label.</param>
/// <param name="NumClasses">How many labels there are.</param>
internal sealed record LabelledTokens(IReadOnlyList<int[]> Tokens, int[] Labels, int NumClasses)
{
    public int Count => Labels.Length;
}

/// <summary>What makes the loss harder than plain cross-entropy.</summary>
/// <param name="Noise">Hides tokens.</param>
/// <param name="LabelSmoothing">Share of the target that is spread over all classes (Szegedy et al. 2016).</param>
/// <param name="ClassWeights">[numClasses], or null for all 1.</param>
internal sealed record ClassificationLoss(TokenNoise Noise, float LabelSmoothing, float[]? ClassWeights);
