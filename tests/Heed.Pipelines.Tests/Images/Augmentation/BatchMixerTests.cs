using CsCheck;
using Heed.Autograd;
using Heed.Kernels;
using Heed.Pipelines.Images.Augmentation;

namespace Heed.Pipelines.Tests.Images.Augmentation;

public class BatchMixerTests
{
    private const int Classes = 5;
    private static readonly GridSize Size = new(11, 13);
    private static readonly MixingOptions Both = new() { MixupAlpha = 0.8, CutMixAlpha = 1 };

    [Fact]
    public void Targets_of_every_picture_sum_to_one() => Gen.Select(Gen.Int[1, 9], Gen.Int[0, 500], Gen.Double[0.05, 3]).Sample((batch, step, alpha) =>
    {
        var (_, targets) = Mix(new MixingOptions { MixupAlpha = alpha, CutMixAlpha = alpha }, batch, step);
        Assert.All(targets.Chunk(Classes), row => Assert.Equal(1, row.Sum(), 1e-6));
        Assert.All(targets, share => Assert.InRange(share, 0, 1));
    });

    [Fact]
    public void Mixup_weighs_pixels_as_it_weighs_labels()
    {
        // Picture b is everywhere b, and of class b: its mixture must be the mean of the classes.
        for (var step = 0; step < 50; step++)
        {
            var (images, targets) = Mix(new MixingOptions { MixupAlpha = 1 }, Classes, step);
            for (var b = 0; b < Classes; b++)
            {
                var mean = targets.AsSpan(b * Classes, Classes).ToArray().Select((share, k) => share * k).Sum();
                Assert.All(images.Slice(b, b + 1).Data.ToArray(), value => Assert.Equal(mean, value, 1e-5));
            }
        }
    }

    [Fact]
    public void The_share_of_each_label_is_the_area_that_CutMix_left_it()
    {
        for (var step = 0; step < 50; step++)
        {
            var (images, targets) = Mix(new MixingOptions { CutMixAlpha = 1 }, Classes, step);
            for (var b = 0; b < Classes; b++)
            {
                var pixels = images.Slice(b, b + 1).Data.ToArray();
                Assert.Equal(
                    Enumerable.Range(0, Classes).Select(k => Math.Round(pixels.Count(value => value == k) / (double)pixels.Length, 5)),
                    targets.AsSpan(b * Classes, Classes).ToArray().Select(share => Math.Round(share, 5)));
            }
        }
    }

    [Fact]
    public void What_was_pasted_is_a_rectangle_at_its_own_place_in_every_channel()
    {
        var images = Tensor.From([.. Enumerable.Range(0, 2 * 3 * Size.Count).Select(i => (float)i)], [2, 3, Size.Height, Size.Width]);
        var half = images.Data.Length / 2;
        for (var step = 0; step < 50; step++)
        {
            var (mixed, _) = new BatchMixer(new MixingOptions { CutMixAlpha = 1 }, 1).Mix(images, [0, 1], 2, step);
            var values = mixed.Data.ToArray();
            Assert.All(Enumerable.Range(0, values.Length), i => Assert.Equal(i % half, values[i] % half));
            var pasted = Enumerable.Range(0, half).Where(i => values[i] >= half).ToList();
            var (rows, columns) = (pasted.Select(i => i / Size.Width % Size.Height).Distinct().ToList(), pasted.Select(i => i % Size.Width).Distinct().ToList());
            Assert.Equal(3 * rows.Count * columns.Count, pasted.Count);
            if (rows.Count > 0)
            {
                Assert.Equal(rows.Count, rows.Max() - rows.Min() + 1);
                Assert.Equal(columns.Count, columns.Max() - columns.Min() + 1);
            }
        }
    }

    [Fact]
    public void A_step_is_mixed_alike_each_time_and_another_step_otherwise()
    {
        var (images, targets) = Mix(Both, 7, 3);
        var (again, targetsAgain) = Mix(Both, 7, 3);
        Assert.Equal(images.Data, again.Data);
        Assert.Equal(targets, targetsAgain);
        Assert.NotEqual(targets, Mix(Both, 7, 4).Targets);
    }

    [Fact]
    public void Both_kinds_come_and_as_many_steps_as_asked_for_stay_as_they_are()
    {
        // Mixup makes levels between those of the pictures; CutMix does not.
        var options = Both with { Rate = 0.6, CutMixShare = 0.5 };
        var steps = Enumerable.Range(0, 1000).Select(step => Mix(options, Classes, step)).ToList();
        var mixedUp = steps.Count(step => step.Images.Data.ToArray().Any(value => value != MathF.Round(value)));
        var untouched = steps.Count(step => step.Targets.All(share => share is 0 or 1));
        Assert.InRange(mixedUp, 240, 360);
        Assert.InRange(untouched, 350, 470);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(4)]
    public void Shares_have_the_mean_and_the_variance_of_the_beta_distribution(double alpha)
    {
        var random = new RandomDraws(1);
        var shares = new double[20_000];
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = BetaDistribution.Draw(alpha, ref random);
        }

        // Mean 1/2, variance 1 / (4 (2 alpha + 1)).
        Assert.Equal(0.5, shares.Average(), 0.012);
        Assert.Equal(1 / (4 * ((2 * alpha) + 1)), shares.Average(share => (share - 0.5) * (share - 0.5)), 0.006);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var images = Tensor.Zeros(2, 3, 4, 4);
        var mixer = new BatchMixer(Both, 1);
        Assert.Throws<ArgumentException>(() => mixer.Mix(images, [0], 2, 0));
        Assert.Throws<ArgumentException>(() => mixer.Mix(images, [0, 2], 2, 0));
        Assert.Throws<ArgumentException>(() => mixer.Mix(Tensor.Zeros(2, 3), [0, 1], 2, 0));
        Assert.Throws<ArgumentException>(() => new BatchMixer(new MixingOptions { MixupAlpha = -1 }, 1));
        Assert.Throws<ArgumentException>(() => new BatchMixer(new MixingOptions { Rate = double.NaN }, 1));
    }

    // Picture b is b at every pixel and of class b.
    private static (Tensor Images, float[] Targets) Mix(MixingOptions options, int batch, long step)
    {
        var images = Tensor.Zeros(batch, 3, Size.Height, Size.Width);
        for (var b = 0; b < batch; b++)
        {
            images.Slice(b, b + 1).Data.Fill(b % Classes);
        }

        return new BatchMixer(options, 1).Mix(images, [.. Enumerable.Range(0, batch).Select(b => b % Classes)], Classes, step);
    }
}
