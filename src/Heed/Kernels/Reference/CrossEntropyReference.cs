namespace Heed.Kernels.Reference;

/// <summary>Cross-entropy of one row with a distribution for a target; <see cref="CrossEntropyKernel"/> is tested against it.</summary>
public static class CrossEntropyReference
{
    /// <summary>-sum_c w_c t_c log p_c with p = softmax(logits), and its gradient dlogits_c += scale (p_c sum_k w_k t_k - w_c t_c).</summary>
    /// <param name="logits">[classes].</param>
    /// <param name="target">[classes], smoothed already.</param>
    /// <param name="classWeights">[classes], or empty for ones.</param>
    /// <param name="scale">What flows into the loss.</param>
    /// <param name="dLogits">[classes].</param>
    public static double Row(ReadOnlySpan<float> logits, ReadOnlySpan<double> target, ReadOnlySpan<float> classWeights, double scale,
        Span<float> dLogits)
    {
        var logSum = SoftmaxReference.LogSumExp(logits);
        var (loss, total) = (0d, 0d);
        for (var c = 0; c < logits.Length; c++)
        {
            var share = target[c] * (classWeights.IsEmpty ? 1 : classWeights[c]);
            total += share;
            loss += share * (logSum - logits[c]);
            dLogits[c] -= (float)(scale * share);
        }

        for (var c = 0; c < logits.Length; c++)
        {
            dLogits[c] += (float)(scale * total * Math.Exp(logits[c] - logSum));
        }

        return loss;
    }
}
