using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    private delegate void LogitFlow(float scale, ReadOnlySpan<float> rowScales, Span<float> dLogits, bool accumulate);

    /// <summary>
    /// Cross-entropy: with p = softmax(logits), smoothing s, C classes of weights w, a row of target t loses
    /// -(1 - s) w_t log p_t - s / C sum_c w_c log p_c; the mean divides by the sum of w_t. Rows of target -100 take no part.
    /// Backward: dlogits += (p - target distribution) / n, weighted.
    /// </summary>
    /// <param name="logits">[rows, classes].</param>
    /// <param name="targets">[rows], a class or -100.</param>
    /// <param name="classWeights">[classes], or null for ones.</param>
    /// <param name="labelSmoothing">In [0, 1] (Szegedy et al. 2016).</param>
    /// <param name="reduction">What becomes of the rows' losses; unreduced they are [rows], 0 where ignored.</param>
    /// <returns>A scalar, or [rows]; the mean is NaN if no row takes part, as in PyTorch.</returns>
    public static Tensor CrossEntropy(
        Tensor logits, int[] targets, float[]? classWeights = null, float labelSmoothing = 0, Reduction reduction = Reduction.Mean)
    {
        Check.Rows(logits, targets.Length, nameof(CrossEntropy), "targets");
        var (rows, classes) = (logits.Rows, logits.Columns);
        var (losses, maxima, inverseSums) = (Tape.New(rows), Tape.New(rows), Tape.New(rows));
        var (sum, weight) = CrossEntropyKernel.Forward(
            logits.Data, targets, classWeights, labelSmoothing, losses.Data, maxima.Data, inverseSums.Data, rows, classes);
        return Reduce(logits, losses, sum, weight, reduction, (scale, rowScales, dLogits, accumulate) => CrossEntropyKernel.Backward(
            logits.Data, targets, classWeights, labelSmoothing, maxima.Data, inverseSums.Data, scale, dLogits, rows, classes, accumulate, rowScales));
    }

    /// <summary>
    /// Cross-entropy against a distribution a row: with smoothing s and C classes of weights w, a row of target t loses
    /// -sum_c w_c t'_c log p_c, t' = (1 - s) t + s / C; the mean divides by the number of rows.
    /// Backward: dlogits_c += (p_c sum_k w_k t'_k - w_c t'_c) / rows.
    /// </summary>
    /// <param name="logits">[rows, classes].</param>
    /// <param name="targets">[rows, classes], each row a distribution.</param>
    /// <param name="classWeights">[classes], or null for ones.</param>
    /// <param name="labelSmoothing">In [0, 1].</param>
    /// <param name="reduction">What becomes of the rows' losses; unreduced they are [rows].</param>
    /// <returns>A scalar, or [rows].</returns>
    public static Tensor SoftCrossEntropy(
        Tensor logits, float[] targets, float[]? classWeights = null, float labelSmoothing = 0, Reduction reduction = Reduction.Mean)
    {
        var (rows, classes) = (logits.Rows, logits.Columns);
        var (losses, maxima, inverseSums) = (Tape.New(rows), Tape.New(rows), Tape.New(rows));
        var (sum, weight) = CrossEntropyKernel.ForwardSoft(
            logits.Data, targets, classWeights, labelSmoothing, losses.Data, maxima.Data, inverseSums.Data, rows, classes);
        return Reduce(logits, losses, sum, weight, reduction, (scale, rowScales, dLogits, accumulate) => CrossEntropyKernel.BackwardSoft(
            logits.Data, targets, classWeights, labelSmoothing, maxima.Data, inverseSums.Data, scale, dLogits, rows, classes, accumulate, rowScales));
    }

    private static Tensor Reduce(Tensor logits, Tensor losses, double sum, double weight, Reduction reduction, LogitFlow flow)
    {
        var loss = losses;
        var divisor = reduction == Reduction.Mean ? weight : 1;
        if (reduction != Reduction.None)
        {
            loss = Tape.New();
            loss.Data[0] = (float)(sum / divisor);
        }

        return !Tape.Records(logits) ? loss : Tape.Record(loss, () =>
        {
            var dLogits = logits.GradientToWrite(out var accumulate);
            if (reduction == Reduction.None)
            {
                flow(1, loss.Gradient, dLogits, accumulate);
            }
            else
            {
                flow((float)(loss.Gradient[0] / divisor), default, dLogits, accumulate);
            }
        });
    }
}
