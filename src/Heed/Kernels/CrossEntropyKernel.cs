namespace Heed.Kernels;

/// <summary>
/// Cross-entropy of rows of logits, with PyTorch's meaning of class weights, label smoothing and ignored rows
/// (torch.nn.functional.cross_entropy).
/// </summary>
public static unsafe class CrossEntropyKernel
{
    /// <summary>The target of a row that takes no part.</summary>
    public const int Ignored = -100;

    /// <summary>
    /// With p = softmax(logits), s the smoothing, C classes of weights w: loss_r = -(1 - s) w_t log p_t - s / C sum_c w_c log p_c.
    /// The mean loss is Loss / Weight.
    /// </summary>
    /// <param name="logits">[rows, classes].</param>
    /// <param name="targets">[rows], a class or <see cref="Ignored"/>.</param>
    /// <param name="classWeights">[classes], or empty for ones.</param>
    /// <param name="labelSmoothing">In [0, 1].</param>
    /// <param name="losses">[rows]; zero where ignored.</param>
    /// <param name="maxima">[rows], the largest logit, kept for the backward.</param>
    /// <param name="inverseSums">[rows], 1 / sum_c e^(logit_c - max), kept for the backward: with both, p needs no memory of its own.</param>
    /// <returns>The sum of the losses, and the sum of w_t over the rows that are not ignored.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A target is neither a class nor <see cref="Ignored"/>.</exception>
    public static (double Loss, double Weight) Forward(
        ReadOnlySpan<float> logits,
        ReadOnlySpan<int> targets,
        ReadOnlySpan<float> classWeights,
        float labelSmoothing,
        Span<float> losses,
        Span<float> maxima,
        Span<float> inverseSums,
        int rows,
        int classes)
    {
        Check(logits, maxima, inverseSums, classWeights, rows, classes);
        Require.Length(targets, rows);
        Require.Length(losses, rows);
        var weight = 0d;
        foreach (var target in targets[..rows])
        {
            if (target != Ignored)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(target, nameof(targets));
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, classes, nameof(targets));
                weight += classWeights.IsEmpty ? 1 : classWeights[target];
            }
        }

        fixed (float* pLogits = logits, pWeights = classWeights, pLosses = losses, pMaxima = maxima, pSums = inverseSums)
        fixed (int* pTargets = targets)
        {
            var work = new ForwardWork
            {
                Split = new RowSplit(rows, classes), Logits = pLogits, Targets = pTargets, ClassWeights = pWeights,
                Smoothing = labelSmoothing, Losses = pLosses, Maxima = pMaxima, InverseSums = pSums, Classes = classes,
            };
            Team.Run(ref work, work.Split.Items);
        }

        return (SumOf(losses[..rows]), weight);
    }

    /// <summary>
    /// As <see cref="Forward"/>, with a distribution for a target: loss_r = -sum_c w_c ((1 - s) t_c + s / C) log p_c.
    /// The mean loss is Loss / rows, whatever the class weights.
    /// </summary>
    /// <param name="targets">[rows, classes], each row a distribution.</param>
    /// <returns>The sum of the losses, and the number of rows.</returns>
    public static (double Loss, double Weight) ForwardSoft(
        ReadOnlySpan<float> logits,
        ReadOnlySpan<float> targets,
        ReadOnlySpan<float> classWeights,
        float labelSmoothing,
        Span<float> losses,
        Span<float> maxima,
        Span<float> inverseSums,
        int rows,
        int classes)
    {
        Check(logits, maxima, inverseSums, classWeights, rows, classes);
        Require.Length(targets, (long)rows * classes);
        Require.Length(losses, rows);
        fixed (float* pLogits = logits, pTargets = targets, pWeights = classWeights, pLosses = losses, pMaxima = maxima, pSums = inverseSums)
        {
            var work = new ForwardWork
            {
                Split = new RowSplit(rows, classes), Logits = pLogits, SoftTargets = pTargets, ClassWeights = pWeights,
                Smoothing = labelSmoothing, Losses = pLosses, Maxima = pMaxima, InverseSums = pSums, Classes = classes,
            };
            Team.Run(ref work, work.Split.Items);
        }

        return (SumOf(losses[..rows]), rows);
    }

    /// <summary>
    /// dlogits_rc (+)= scale ((1 - s) w_t (p_c - [c = t]) + s / C (p_c sum_k w_k - w_c)); nothing for ignored rows.
    /// </summary>
    /// <param name="logits">[rows, classes].</param>
    /// <param name="maxima">[rows], from the forward.</param>
    /// <param name="inverseSums">[rows], from the forward.</param>
    /// <param name="scale">What flows into the sum of the losses: 1 / Weight for their mean.</param>
    /// <param name="dLogits">[rows, classes].</param>
    /// <param name="accumulate">Add to what is there.</param>
    /// <param name="rowScales">[rows], what flows into each loss, times the scale; or empty for ones.</param>
    public static void Backward(
        ReadOnlySpan<float> logits,
        ReadOnlySpan<int> targets,
        ReadOnlySpan<float> classWeights,
        float labelSmoothing,
        ReadOnlySpan<float> maxima,
        ReadOnlySpan<float> inverseSums,
        float scale,
        Span<float> dLogits,
        int rows,
        int classes,
        bool accumulate = true,
        ReadOnlySpan<float> rowScales = default)
    {
        Check(logits, maxima, inverseSums, classWeights, rows, classes);
        Require.Length(dLogits, (long)rows * classes);
        Require.Length(rowScales, rowScales.IsEmpty ? 0 : rows);
        Require.Length(targets, rows);
        fixed (float* pLogits = logits, pWeights = classWeights, pMaxima = maxima, pSums = inverseSums, pRowScales = rowScales, pdLogits = dLogits)
        fixed (int* pTargets = targets)
        {
            var work = new BackwardWork
            {
                Split = new RowSplit(rows, classes), Logits = pLogits, Targets = pTargets, ClassWeights = pWeights,
                TotalWeight = TotalOf(classWeights, classes), Smoothing = labelSmoothing, Maxima = pMaxima, InverseSums = pSums,
                Scale = scale, RowScales = pRowScales, DLogits = pdLogits, Classes = classes, Accumulate = accumulate,
            };
            Team.Run(ref work, work.Split.Items);
        }
    }

    /// <summary>dlogits_rc (+)= scale (p_c sum_k w_k t'_k - w_c t'_c), with t' = (1 - s) t + s / C.</summary>
    public static void BackwardSoft(
        ReadOnlySpan<float> logits,
        ReadOnlySpan<float> targets,
        ReadOnlySpan<float> classWeights,
        float labelSmoothing,
        ReadOnlySpan<float> maxima,
        ReadOnlySpan<float> inverseSums,
        float scale,
        Span<float> dLogits,
        int rows,
        int classes,
        bool accumulate = true,
        ReadOnlySpan<float> rowScales = default)
    {
        Check(logits, maxima, inverseSums, classWeights, rows, classes);
        Require.Length(dLogits, (long)rows * classes);
        Require.Length(rowScales, rowScales.IsEmpty ? 0 : rows);
        Require.Length(targets, (long)rows * classes);
        fixed (float* pLogits = logits, pTargets = targets, pWeights = classWeights, pMaxima = maxima, pSums = inverseSums, pRowScales = rowScales, pdLogits = dLogits)
        {
            var work = new BackwardWork
            {
                Split = new RowSplit(rows, classes), Logits = pLogits, SoftTargets = pTargets, ClassWeights = pWeights,
                Smoothing = labelSmoothing, Maxima = pMaxima, InverseSums = pSums, Scale = scale, RowScales = pRowScales, DLogits = pdLogits,
                Classes = classes, Accumulate = accumulate,
            };
            Team.Run(ref work, work.Split.Items);
        }
    }

    private static void Check(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> maxima, ReadOnlySpan<float> inverseSums, ReadOnlySpan<float> classWeights, int rows,
        int classes)
    {
        Require.Length(logits, (long)rows * classes);
        Require.Length(maxima, rows);
        Require.Length(inverseSums, rows);
        Require.Length(classWeights, classWeights.IsEmpty ? 0 : classes);
    }

    private static float TotalOf(ReadOnlySpan<float> classWeights, int classes)
    {
        fixed (float* pWeights = classWeights)
        {
            return classWeights.IsEmpty ? classes : RowMath.Sum(pWeights, classes);
        }
    }

    private static double SumOf(ReadOnlySpan<float> losses)
    {
        var sum = 0d;
        foreach (var loss in losses)
        {
            sum += loss;
        }

        return sum;
    }

    private struct ForwardWork : IParallelWork
    {
        public RowSplit Split;
        public float* Logits;
        public int* Targets;
        public float* SoftTargets;
        public float* ClassWeights;
        public float Smoothing;
        public float* Losses;
        public float* Maxima;
        public float* InverseSums;
        public int Classes;

        public readonly void Run(int item)
        {
            for (var row = Split.First(item); row < Split.End(item); row++)
            {
                var logits = Logits + ((long)row * Classes);
                var max = RowMath.Max(logits, Classes);
                var sum = float.IsFinite(max) ? ExponentialRow.Sum(logits, Classes, max) : float.NaN;
                (Maxima[row], InverseSums[row]) = (max, 1 / sum);
                var logSum = max + Math.Log(sum);
                Losses[row] = (float)(SoftTargets == null
                    ? HardLoss(logits, Targets[row], logSum)
                    : SoftLoss(logits, SoftTargets + ((long)row * Classes), logSum));
            }
        }

        private readonly double HardLoss(float* logits, int target, double logSum)
        {
            if (target == Ignored)
            {
                return 0;
            }

            var loss = (1d - Smoothing) * Weight(target) * (logSum - logits[target]);
            return Smoothing == 0 ? loss : loss + (Smoothing / (double)Classes * Uniform(logits, logSum));
        }

        /// <summary>-sum_c w_c log p_c.</summary>
        private readonly double Uniform(float* logits, double logSum)
        {
            if (ClassWeights == null)
            {
                return (Classes * logSum) - RowMath.Sum(logits, Classes);
            }

            var sum = 0d;
            for (var c = 0; c < Classes; c++)
            {
                sum += ClassWeights[c] * (logSum - logits[c]);
            }

            return sum;
        }

        private readonly double SoftLoss(float* logits, float* targets, double logSum)
        {
            var loss = 0d;
            for (var c = 0; c < Classes; c++)
            {
                var share = Weight(c) * (((1d - Smoothing) * targets[c]) + (Smoothing / (double)Classes));
                // 0 log 0 is 0: a class that nobody asks for may be impossible.
                loss += share == 0 ? 0 : share * (logSum - logits[c]);
            }

            return loss;
        }

        private readonly double Weight(int c) => ClassWeights == null ? 1 : ClassWeights[c];
    }

    private struct BackwardWork : IParallelWork
    {
        public RowSplit Split;
        public float* Logits;
        public int* Targets;
        public float* SoftTargets;
        public float* ClassWeights;
        public float TotalWeight;
        public float Smoothing;
        public float* Maxima;
        public float* InverseSums;
        public float Scale;
        public float* RowScales;
        public float* DLogits;
        public int Classes;
        public bool Accumulate;

        public readonly void Run(int item)
        {
            for (var row = Split.First(item); row < Split.End(item); row++)
            {
                var d = DLogits + ((long)row * Classes);
                if (SoftTargets != null)
                {
                    Soft(row, SoftTargets + ((long)row * Classes), d);
                }
                else if (Targets[row] != Ignored)
                {
                    Hard(row, Targets[row], d);
                }
                else if (!Accumulate)
                {
                    new Span<float>(d, Classes).Clear();
                }
            }
        }

        private readonly void Hard(int row, int target, float* d)
        {
            var scale = ScaleOf(row);
            var peak = (1 - Smoothing) * Weight(target);
            var share = Smoothing / Classes;
            AddProbabilities(row, peak + (share * TotalWeight), ClassWeights == null ? -scale * share : 0, d);
            d[target] -= scale * peak;
            if (share != 0 && ClassWeights != null)
            {
                RowMath.AddScaled(ClassWeights, -scale * share, d, Classes);
            }
        }

        private readonly void Soft(int row, float* targets, float* d)
        {
            var total = 0f;
            for (var c = 0; c < Classes; c++)
            {
                total += Share(targets, c);
            }

            AddProbabilities(row, total, 0, d);
            var scale = ScaleOf(row);
            for (var c = 0; c < Classes; c++)
            {
                d[c] -= scale * Share(targets, c);
            }
        }

        /// <summary>d (+)= scale factor p + offset.</summary>
        private readonly void AddProbabilities(int row, float factor, float offset, float* d) => ExponentialRow.Scale(
            Logits + ((long)row * Classes), Classes, Maxima[row], ScaleOf(row) * factor * InverseSums[row], offset, d, Accumulate);

        private readonly float ScaleOf(int row) => RowScales == null ? Scale : Scale * RowScales[row];

        private readonly float Share(float* targets, int c) => Weight(c) * (((1 - Smoothing) * targets[c]) + (Smoothing / Classes));

        private readonly float Weight(int c) => ClassWeights == null ? 1 : ClassWeights[c];
    }
}
