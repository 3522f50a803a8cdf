using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Pipelines.Images.Augmentation;

/// <summary>
/// Changes pictures at random: each is a function of seed, step and example alone, so the same at any number of threads, whoever
/// asks first, and in a run that was resumed.
/// </summary>
public sealed class PictureAugmenter
{
    private readonly AugmentationOptions options;
    private readonly ulong seed;
    private readonly RandomChanges changes;

    /// <param name="options">What is done.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public PictureAugmenter(AugmentationOptions options, ulong seed)
    {
        options.Check();
        (this.options, this.seed) = (options, seed);
        changes = new RandomChanges(options.Changes, options.NumChanges, options.Magnitude, options.Fill);
    }

    /// <summary>The picture moved, mirrored, changed and erased, in this order; its size stays.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="step">Number of the step.</param>
    /// <param name="example">Number of the example.</param>
    /// <param name="repeat">Which of its repeats in the batch.</param>
    public RgbImage Augment(RgbImage image, long step, int example, int repeat = 0)
    {
        var key = RandomKey.Of(RandomKey.Of(seed, (ulong)step, (ulong)example), (ulong)repeat);
        var random = new RandomDraws(key);
        if (options.CropPadding > 0)
        {
            var (top, left) = (Shift(ref random), Shift(ref random));
            image = Placement.Move(image, top, left, options.Fill);
        }

        if (options.Flips && random.Chance(0.5))
        {
            image = Placement.Flip(image);
        }

        image = changes.Apply(image, ref random);
        return random.Chance(options.ErasingRate) ? RandomErasing.Apply(image, ref random, RandomKey.Of(key, 1)) : image;
    }

    /// <summary>The pictures of a step's examples, read and changed on <see cref="Team.Threads"/> threads.</summary>
    /// <param name="examples">Which examples.</param>
    /// <param name="step">Number of the step.</param>
    /// <param name="read">Gives the picture of an example, as often as it stands in <paramref name="examples"/>; called from many threads.</param>
    /// <returns><see cref="AugmentationOptions.Repeats"/> pictures of the first example, then of the second, and so on.</returns>
    public RgbImage[] AugmentBatch(ReadOnlySpan<int> examples, long step, Func<int, RgbImage> read)
    {
        var augmented = new RgbImage[checked(examples.Length * options.Repeats)];
        var work = new BatchWork(this, examples.ToArray(), step, read, augmented);
        Team.Run(ref work, examples.Length);
        return augmented;
    }

    private int Shift(ref RandomDraws random) => random.Below((2 * options.CropPadding) + 1) - options.CropPadding;

    private readonly struct BatchWork(PictureAugmenter augmenter, int[] examples, long step, Func<int, RgbImage> read, RgbImage[] augmented) : IParallelWork
    {
        public void Run(int item)
        {
            var repeats = augmenter.options.Repeats;
            var image = read(examples[item]);
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                augmented[(item * repeats) + repeat] = augmenter.Augment(image, step, examples[item], repeat);
            }
        }
    }
}
