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
    /// <param name="probabilities">[rows, classes], kept for the backward.</param>
    /// <returns>The sum of the losses, and the sum of w_t over the rows that are not ignored.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A target is neither a class nor <see cref="Ignored"/>.</exception>
    public static (double Loss, double Weight) Forward(
        ReadOnlySpan<float> logits,
        ReadOnlySpan<int> targets,
        ReadOnlySpan<float> classWeights,
        float labelSmoothing,
        Span<float> losses,
        Span<float> probabilities,
        int rows,
        int classes)
    {
        Check(logits, probabilities, classWeights, rows, classes);
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

        fixed (float* pLogits = logits, pWeights = classWeights, pLosses = losses, pProbabilities = probabilities)
        fixed (int* pTargets = targets)
        {
            var work = new ForwardWork
            {
                Split = new RowSplit(rows, classes), Logits = pLogits, Targets = pTargets, ClassWeights = pWeights,
                Smoothing = labelSmoothing, Losses = pLosses, Probabilities = pProbabilities, Classes = classes,
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
        Span<float> probabilities,
        int rows,
        int classes)
    {
        Check(logits, probabilities, classWeights, rows, classes);
        Require.Length(targets, (long)rows * classes);
        Require.Length(losses, rows);
        fixed (float* pLogits = logits, pTargets = targets, pWeights = classWeights, pLosses = losses, pProbabilities = probabilities)
        {
            var work = new ForwardWork
            {
                Split = new RowSplit(rows, classes), Logits = pLogits, SoftTargets = pTargets, ClassWeights = pWeights,
                Smoothing = labelSmoothing, Losses = pLosses, Probabilities = pProbabilities, Classes = classes,
            };
            Team.Run(ref work, work.Split.Items);
        }

        return (SumOf(losses[..rows]), rows);
    }

    /// <summary>
    /// dlogits_rc += scale ((1 - s) w_t (p_c - [c = t]) + s / C (p_c sum_k w_k - w_c)); nothing for ignored rows.
    /// </summary>
    /// <param name="probabilities">[rows, classes], from the forward.</param>
    /// <param name="scale">What flows into the sum of the losses: 1 / Weight for their mean.</param>
    /// <param name="dLogits">[rows, classes].</param>
    public static void Backward(
        ReadOnlySpan<float> probabilities, ReadOnlySpan<int> targets, ReadOnlySpan<float> classWeights, float labelSmoothing, float scale,
        Span<float> dLogits, int rows, int classes)
    {
        Check(probabilities, dLogits, classWeights, rows, classes);
        Require.Length(targets, rows);
        fixed (float* pProbabilities = probabilities, pWeights = classWeights, pdLogits = dLogits)
        fixed (int* pTargets = targets)
        {
            var work = new BackwardWork
            {
                Split = new RowSplit(rows, classes), Probabilities = pProbabilities, Targets = pTargets, ClassWeights = pWeights,
                Smoothing = labelSmoothing, Scale = scale, DLogits = pdLogits, Classes = classes,
            };
            Team.Run(ref work, work.Split.Items);
        }
    }

    /// <summary>dlogits_rc += scale (p_c sum_k w_k t'_k - w_c t'_c), with t' = (1 - s) t + s / C.</summary>
    public static void BackwardSoft(
        ReadOnlySpan<float> probabilities, ReadOnlySpan<float> targets, ReadOnlySpan<float> classWeights, float labelSmoothing, float scale,
        Span<float> dLogits, int rows, int classes)
    {
        Check(probabilities, dLogits, classWeights, rows, classes);
        Require.Length(targets, (long)rows * classes);
        fixed (float* pProbabilities = probabilities, pTargets = targets, pWeights = classWeights, pdLogits = dLogits)
        {
            var work = new BackwardWork
            {
                Split = new RowSplit(rows, classes), Probabilities = pProbabilities, SoftTargets = pTargets, ClassWeights = pWeights,
                Smoothing = labelSmoothing, Scale = scale, DLogits = pdLogits, Classes = classes,
            };
            Team.Run(ref work, work.Split.Items);
        }
    }

    private static void Check(ReadOnlySpan<float> first, Span<float> second, ReadOnlySpan<float> classWeights, int rows, int classes)
    {
        Require.Length(first, (long)rows * classes);
        Require.Length(second, (long)rows * classes);
        Require.Length(classWeights, classWeights.IsEmpty ? 0 : classes);
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
        public float* Probabilities;
        public int Classes;

        public readonly void Run(int item)
        {
            for (var row = Split.First(item); row < Split.End(item); row++)
            {
                float* logits = Logits + ((long)row * Classes), p = Probabilities + ((long)row * Classes);
                var max = RowMath.Max(logits, Classes);
                var sum = float.IsFinite(max) ? RowMath.ExpAndSum(logits, p, Classes, max) : float.NaN;
                RowMath.Scale(p, 1 / sum, p, Classes);
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
        public float* Probabilities;
        public int* Targets;
        public float* SoftTargets;
        public float* ClassWeights;
        public float Smoothing;
        public float Scale;
        public float* DLogits;
        public int Classes;

        public readonly void Run(int item)
        {
            for (var row = Split.First(item); row < Split.End(item); row++)
            {
                float* p = Probabilities + ((long)row * Classes), d = DLogits + ((long)row * Classes);
                if (SoftTargets != null)
                {
                    Soft(p, SoftTargets + ((long)row * Classes), d);
                }
                else if (Targets[row] != Ignored)
                {
                    Hard(p, Targets[row], d);
                }
            }
        }

        private readonly void Hard(float* p, int target, float* d)
        {
            var peak = (1 - Smoothing) * Weight(target);
            var share = Smoothing / Classes;
            var total = Classes * 1f;
            if (ClassWeights != null)
            {
                total = RowMath.Sum(ClassWeights, Classes);
            }

            RowMath.AddScaled(p, Scale * (peak + (share * total)), d, Classes);
            d[target] -= Scale * peak;
            if (share != 0)
            {
                for (var c = 0; c < Classes; c++)
                {
                    d[c] -= Scale * share * Weight(c);
                }
            }
        }

        private readonly void Soft(float* p, float* targets, float* d)
        {
            var total = 0f;
            for (var c = 0; c < Classes; c++)
            {
                var share = Weight(c) * (((1 - Smoothing) * targets[c]) + (Smoothing / Classes));
                total += share;
                d[c] -= Scale * share;
            }

            RowMath.AddScaled(p, Scale * total, d, Classes);
        }

        private readonly float Weight(int c) => ClassWeights == null ? 1 : ClassWeights[c];
    }
}
