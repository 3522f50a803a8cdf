using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// Mean cross-entropy: with p = softmax(logits), smoothing s, C classes of weights w, a row of target t loses
    /// -(1 - s) w_t log p_t - s / C sum_c w_c log p_c; the mean divides by the sum of w_t. Rows of target -100 take no part.
    /// Backward: dlogits += (p - target distribution) / n, weighted.
    /// </summary>
    /// <param name="logits">[rows, classes].</param>
    /// <param name="targets">[rows], a class or -100.</param>
    /// <param name="classWeights">[classes], or null for ones.</param>
    /// <param name="labelSmoothing">In [0, 1] (Szegedy et al. 2016).</param>
    /// <returns>A scalar; NaN if no row takes part, as in PyTorch.</returns>
    public static Tensor CrossEntropy(Tensor logits, int[] targets, float[]? classWeights = null, float labelSmoothing = 0)
    {
        Check.Rows(logits, targets.Length, nameof(CrossEntropy), "targets");
        var (rows, classes) = (logits.Rows, logits.Columns);
        var (losses, maxima, inverseSums) = (Tape.New(rows), Tape.New(rows), Tape.New(rows));
        var loss = Tape.New();
        var (sum, weight) = CrossEntropyKernel.Forward(
            logits.Data, targets, classWeights, labelSmoothing, losses.Data, maxima.Data, inverseSums.Data, rows, classes);
        loss.Data[0] = (float)(sum / weight);
        return !Tape.Records(logits) ? loss : Tape.Record(loss, () =>
        {
            var dLogits = logits.GradientToWrite(out var accumulate);
            CrossEntropyKernel.Backward(
                logits.Data, targets, classWeights, labelSmoothing, maxima.Data, inverseSums.Data, (float)(loss.Gradient[0] / weight), dLogits, rows,
                classes, accumulate);
        });
    }

    /// <summary>
    /// Mean cross-entropy against a distribution a row: with smoothing s and C classes of weights w, a row of target t loses
    /// -sum_c w_c t'_c log p_c, t' = (1 - s) t + s / C; the mean divides by the number of rows.
    /// Backward: dlogits_c += (p_c sum_k w_k t'_k - w_c t'_c) / rows.
    /// </summary>
    /// <param name="logits">[rows, classes].</param>
    /// <param name="targets">[rows, classes], each row a distribution.</param>
    /// <param name="classWeights">[classes], or null for ones.</param>
    /// <param name="labelSmoothing">In [0, 1].</param>
    /// <returns>A scalar.</returns>
    public static Tensor SoftCrossEntropy(Tensor logits, float[] targets, float[]? classWeights = null, float labelSmoothing = 0)
    {
        var (rows, classes) = (logits.Rows, logits.Columns);
        var (losses, maxima, inverseSums) = (Tape.New(rows), Tape.New(rows), Tape.New(rows));
        var loss = Tape.New();
        var (sum, weight) = CrossEntropyKernel.ForwardSoft(
            logits.Data, targets, classWeights, labelSmoothing, losses.Data, maxima.Data, inverseSums.Data, rows, classes);
        loss.Data[0] = (float)(sum / weight);
        return !Tape.Records(logits) ? loss : Tape.Record(loss, () =>
        {
            var dLogits = logits.GradientToWrite(out var accumulate);
            CrossEntropyKernel.BackwardSoft(
                logits.Data, targets, classWeights, labelSmoothing, maxima.Data, inverseSums.Data, (float)(loss.Gradient[0] / weight), dLogits, rows,
                classes, accumulate);
        });
    }
}
