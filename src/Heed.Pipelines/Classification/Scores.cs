using System.Numerics.Tensors;

namespace Heed.Pipelines.Classification;

/// <summary>What logits say: which class, how many right, how surprised.</summary>
internal static class Scores
{
    public static int CountRight(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels)
    {
        var numClasses = logits.Length / Math.Max(1, labels.Length);
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            right += TensorPrimitives.IndexOfMax(logits.Slice(i * numClasses, numClasses)) == labels[i] ? 1 : 0;
        }

        return right;
    }

    /// <summary>Mean of -log p(label), in nats.</summary>
    public static double MeanLoss(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels)
    {
        var numClasses = logits.Length / Math.Max(1, labels.Length);
        var sum = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var row = logits.Slice(i * numClasses, numClasses);
            double max = TensorPrimitives.Max(row);
            var exps = 0.0;
            foreach (var logit in row)
            {
                exps += Math.Exp(logit - max);
            }

            sum += Math.Log(exps) + max - row[labels[i]];
        }

        return sum / Math.Max(1, labels.Length);
    }

    /// <summary>softmax of each row, in place.</summary>
    public static void ToProbabilities(Span<float> logits, int numClasses)
    {
        for (var start = 0; start < logits.Length; start += numClasses)
        {
            var row = logits.Slice(start, numClasses);
            TensorPrimitives.Subtract(row, TensorPrimitives.Max(row), row);
            TensorPrimitives.Exp(row, row);
            TensorPrimitives.Divide(row, TensorPrimitives.Sum(row), row);
        }
    }
}
