using Heed.Kernels;
using Heed.Pipelines.Images;
using Heed.Pipelines.Images.Augmentation;

namespace Heed.Pipelines.Tests.Images.Augmentation;

public class PictureAugmenterTests
{
    private static readonly AugmentationOptions Everything =
        new() { Flips = true, CropPadding = 4, NumChanges = 2, Magnitude = 15, ErasingRate = 0.5, Repeats = 3 };

    private static readonly int[] Examples = [5, 2, 11, 7, 3, 13, 1];

    [Fact]
    public void The_bits_are_the_same_at_one_and_at_three_threads()
    {
        var threads = Team.Threads;
        try
        {
            Team.Threads = 1;
            var alone = Augmented(Everything, seed: 1, step: 9);
            Team.Threads = 3;
            Assert.Equal(alone, Augmented(Everything, seed: 1, step: 9));
        }
        finally
        {
            Team.Threads = threads;
        }
    }

    [Fact]
    public void A_picture_depends_on_seed_step_example_and_repeat()
    {
        var image = Read(0);
        var augmenter = new PictureAugmenter(Everything, 1);
        var reference = augmenter.Augment(image, 3, 4).Pixels.ToArray();
        Assert.Equal(reference, new PictureAugmenter(Everything, 1).Augment(image, 3, 4).Pixels.ToArray());
        Assert.NotEqual(reference, new PictureAugmenter(Everything, 2).Augment(image, 3, 4).Pixels.ToArray());
        Assert.NotEqual(reference, augmenter.Augment(image, 4, 4).Pixels.ToArray());
        Assert.NotEqual(reference, augmenter.Augment(image, 3, 5).Pixels.ToArray());
        Assert.NotEqual(reference, augmenter.Augment(image, 3, 4, repeat: 1).Pixels.ToArray());
    }

    [Fact]
    public void A_picture_does_not_depend_on_who_else_is_in_the_batch()
    {
        var augmenter = new PictureAugmenter(Everything, 1);
        var batch = augmenter.AugmentBatch(Examples, 2, Read);
        Assert.Equal(21, batch.Length);
        for (var i = 0; i < batch.Length; i++)
        {
            Assert.Equal(augmenter.Augment(Read(Examples[i / 3]), 2, Examples[i / 3], i % 3).Pixels, batch[i].Pixels);
        }
    }

    [Fact]
    public void Nothing_asked_for_is_nothing_done()
    {
        var image = Read(0);
        Assert.Same(image, new PictureAugmenter(new AugmentationOptions(), 1).Augment(image, 0, 0));
    }

    [Fact]
    public void Half_of_the_pictures_are_mirrored_where_that_is_allowed()
    {
        var image = Read(0);
        var augmenter = new PictureAugmenter(new AugmentationOptions { Flips = true }, 1);
        var results = Enumerable.Range(0, 1000).Select(example => augmenter.Augment(image, 0, example)).ToList();
        var mirrored = results.Count(result => result.Pixels.SequenceEqual(Placement.Flip(image).Pixels));
        Assert.InRange(mirrored, 440, 560);
        Assert.Equal(1000 - mirrored, results.Count(result => result.Pixels.SequenceEqual(image.Pixels)));
    }

    [Fact]
    public void Every_place_within_the_padding_is_taken()
    {
        var image = Read(0);
        var augmenter = new PictureAugmenter(new AugmentationOptions { CropPadding = 2, Fill = 7 }, 1);
        var expected = Enumerable.Range(0, 25).Select(i => Convert.ToHexString(Placement.Move(image, (i / 5) - 2, (i % 5) - 2, 7).Pixels));
        var seen = Enumerable.Range(0, 1000).Select(example => Convert.ToHexString(augmenter.Augment(image, 0, example).Pixels));
        Assert.Equal(expected.Order(StringComparer.Ordinal), seen.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void One_rectangle_of_the_share_that_is_said_is_erased()
    {
        // A level that random bytes rarely have, so that the rectangle's edges show.
        var image = Pictures.Grey(32, new int[1024]);
        var augmenter = new PictureAugmenter(new AugmentationOptions { ErasingRate = 1 }, 1);
        for (var example = 0; example < 200; example++)
        {
            var changed = augmenter.Augment(image, 0, example).Pixels.ToArray().Chunk(3).Select((pixel, i) => (Changed: pixel.Any(value => value > 0), Row: i / 32, Column: i % 32)).Where(pixel => pixel.Changed).ToList();
            var area = (changed.Max(p => p.Row) - changed.Min(p => p.Row) + 1) * (changed.Max(p => p.Column) - changed.Min(p => p.Column) + 1);
            Assert.InRange(area, 1024 * 0.015, 1024 * 0.36);
            Assert.InRange(changed.Count, area * 0.99, area);
        }
    }

    [Fact]
    public void A_broken_picture_is_reported_as_it_is()
    {
        var augmenter = new PictureAugmenter(Everything, 1);
        Assert.Throws<InvalidInputException>(() => augmenter.AugmentBatch(Examples, 0, _ => throw new InvalidInputException("broken")));
    }

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        AugmentationOptions[] wrong =
        [
            new() { CropPadding = -1 }, new() { NumChanges = -1 }, new() { Magnitude = 31 }, new() { Magnitude = double.NaN },
            new() { ErasingRate = 1.1 }, new() { Repeats = 0 }, new() { NumChanges = 1, Changes = [] },
        ];
        Assert.All(wrong, options => Assert.ThrowsAny<ArgumentException>(() => new PictureAugmenter(options, 1)));
    }

    private static RgbImage Read(int example) => Pictures.Noise(17, 23, example);

    private static byte[] Augmented(AugmentationOptions options, ulong seed, long step) =>
        [.. new PictureAugmenter(options, seed).AugmentBatch(Examples, step, Read).SelectMany(image => image.Pixels.ToArray())];
}
