using System.Numerics.Tensors;
using Heed.Pipelines.Evaluation;
using Heed.Training;

namespace Heed.Pipelines.Classification;

/// <summary>What logits of held-out examples say of the state that gave them.</summary>
internal static class HeldOutScore
{
    /// <param name="logits">[examples, numClasses]; changed.</param>
    /// <param name="labels">[examples].</param>
    /// <param name="numClasses">How many classes there are.</param>
    public static ValidationScore Of(float[] logits, int[] labels, int numClasses)
    {
        var score = new ValidationScore(Scores.MeanLoss(logits, labels), Scores.CountRight(logits, labels) / (double)labels.Length);

        // Confidence is mended after training, so a state is judged as it will be then.
        var temperature = TemperatureScaling.Fit(logits, labels, numClasses);
        TensorPrimitives.Divide(logits, (float)temperature, logits);
        return score with { Criterion = Scores.MeanLoss(logits, labels) };
    }
}
