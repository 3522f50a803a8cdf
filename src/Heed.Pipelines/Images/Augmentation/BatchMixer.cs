using Heed.Autograd;
using Heed.Kernels;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Heed.Pipelines.Images.Augmentation;

/// <summary>
/// Mixes each picture of a batch with another one, and their labels alike: x = share x_i + (1 - share) x_j (mixup, Zhang et al. 2018), or a
/// rectangle of x_j pasted into x_i (CutMix, Yun et al. 2019), where 1 - share is its area; then y = share y_i + (1 - share) y_j. Share and
/// partners are functions of seed and step.
/// </summary>
public sealed class BatchMixer
{
    private readonly MixingOptions options;
    private readonly ulong seed;

    /// <param name="options">How.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public BatchMixer(MixingOptions options, ulong seed)
    {
        options.Check();

        // Apart from the numbers that PictureAugmenter draws from the same seed.
        (this.options, this.seed) = (options, RandomKey.Of(seed, 0x31ED));
    }

    /// <summary>Mixes a batch; the pictures given stay as they are.</summary>
    /// <param name="images">[batch, channels, height, width], normalised or not; nothing flows back into it.</param>
    /// <param name="labels">[batch], the class of each.</param>
    /// <param name="numClasses">How many classes there are.</param>
    /// <param name="step">Number of the step.</param>
    /// <returns>[batch, channels, height, width], and targets [batch, numClasses] whose rows sum to one.</returns>
    /// <exception cref="ArgumentException">Not four axes, another number of labels than of pictures, or a label that is no class.</exception>
    public (Tensor Images, float[] Targets) Mix(Tensor images, ReadOnlySpan<int> labels, int numClasses, long step)
    {
        if (images.Rank != 4 || images.Shape[0] != labels.Length)
        {
            throw new ArgumentException($"A batch is [{labels.Length}, channels, height, width] for {labels.Length} labels, not [{string.Join(", ", images.Shape.ToArray())}].", nameof(images));
        }

        foreach (var label in labels)
        {
            if ((uint)label >= (uint)numClasses)
            {
                throw new ArgumentException($"A label is 0 to {numClasses - 1}, not {label}.", nameof(labels));
            }
        }

        var key = RandomKey.Of(seed, (ulong)step);
        var random = new RandomDraws(key);
        if (!options.IsActive || !random.Chance(options.Rate))
        {
            return (images, Targets(labels, [], 1, numClasses));
        }

        var partners = Partners(labels.Length, RandomKey.Of(key, 1));
        var cuts = options.CutMixAlpha > 0 && (options.MixupAlpha == 0 || random.Chance(options.CutMixShare));
        var share = BetaDistribution.Draw(cuts ? options.CutMixAlpha : options.MixupAlpha, ref random);
        var hole = cuts ? CutRectangle.Draw(new(images.Shape[2], images.Shape[3]), 1 - share, ref random) : default;
        var mixed = Tensor.Zeros(images.Shape);
        for (var b = 0; b < labels.Length; b++)
        {
            var (own, other, target) = (images.Slice(b, b + 1), images.Slice(partners[b], partners[b] + 1), mixed.Slice(b, b + 1));
            if (cuts)
            {
                own.Data.CopyTo(target.Data);
                hole.Copy(other.Data, target.Data, new(images.Shape[2], images.Shape[3]));
            }
            else
            {
                TensorPrimitives.Multiply(own.Data, (float)share, target.Data);
                TensorPrimitives.MultiplyAdd(other.Data, 1 - (float)share, target.Data, target.Data);
            }
        }

        var kept = cuts ? 1 - ((double)hole.Size.Count / (images.Shape[2] * images.Shape[3])) : share;
        return (mixed, Targets(labels, partners, (float)kept, numClasses));
    }

    private static int[] Partners(int batch, ulong key)
    {
        int[] partners = [.. Enumerable.Range(0, batch)];
        CounterRandom.Shuffle(partners.AsSpan(), key);
        return partners;
    }

    // [batch, numClasses]; no partners: the labels alone.
    private static float[] Targets(ReadOnlySpan<int> labels, ReadOnlySpan<int> partners, float share, int numClasses)
    {
        var targets = new float[checked(labels.Length * numClasses)];
        for (var b = 0; b < labels.Length; b++)
        {
            targets[(b * numClasses) + labels[b]] = share;
            if (!partners.IsEmpty)
            {
                targets[(b * numClasses) + labels[partners[b]]] += 1 - share;
            }
        }

        return targets;
    }
}
