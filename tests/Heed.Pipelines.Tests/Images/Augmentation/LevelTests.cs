using CsCheck;
using Heed.Pipelines.Images;
using Heed.Pipelines.Images.Augmentation;

namespace Heed.Pipelines.Tests.Images.Augmentation;

public class LevelTests
{
    private static readonly RgbImage OrangeAndGrey = new([100, 200, 0, 60, 60, 60], new(1, 2));

    [Fact]
    public void Posterising_keeps_the_upper_bits() =>
        Assert.Equal([0, 0, 192, 192], Pictures.Levels(LevelTables.Posterise(Pictures.Grey(4, 0, 63, 200, 255), 2)));

    [Fact]
    public void Solarising_inverts_from_the_threshold_on() =>
        Assert.Equal([0, 99, 155, 0], Pictures.Levels(LevelTables.Solarise(Pictures.Grey(4, 0, 99, 100, 255), 100)));

    [Fact]
    public void Contrast_is_stretched_to_all_levels_in_each_channel_alone()
    {
        Assert.Equal([0, 127, 255], Pictures.Levels(LevelTables.AutoContrast(Pictures.Grey(3, 50, 100, 150))));
        Assert.Equal([0, 255, 7, 255, 0, 7], LevelTables.AutoContrast(new([1, 9, 7, 2, 8, 7], new(1, 2))).Pixels.ToArray());
    }

    [Fact]
    public void Equalised_levels_are_spread_by_how_frequent_they_are()
    {
        // 1024 pixels, half of them 10, a quarter each 20 and 30: (1024 - 256) / 255 = 3 pixels a step, of which half is lent.
        var image = Pictures.Grey(32, [.. Enumerable.Range(0, 1024).Select(i => i < 512 ? 10 : i < 768 ? 20 : 30)]);
        Assert.Equal([0, 171, 255], Pictures.Levels(LevelTables.Equalise(image)).Distinct());
    }

    [Fact]
    public void A_picture_of_one_level_is_neither_stretched_nor_equalised()
    {
        var image = Pictures.Grey(32, [.. Enumerable.Repeat(77, 1024)]);
        Assert.Equal(image.Pixels, LevelTables.AutoContrast(image).Pixels);
        Assert.Equal(image.Pixels, LevelTables.Equalise(image).Pixels);
    }

    [Fact]
    public void Brightness_scales_towards_black() =>
        Assert.Equal([50, 125, 255], Pictures.Levels(Enhancement.Brightness(Pictures.Grey(3, 20, 50, 200), 2.5f)));

    [Fact]
    public void Contrast_scales_about_the_mean_grey() =>
        Assert.Equal([75, 125], Pictures.Levels(Enhancement.Contrast(Pictures.Grey(2, 50, 150), 0.5f)));

    [Fact]
    public void Without_colour_there_is_the_lightness_of_each_pixel()
    {
        Assert.Equal([147, 60], Pictures.Levels(Enhancement.Colour(OrangeAndGrey, 0)));
        Assert.Equal(60, Enhancement.Colour(OrangeAndGrey, 1.7f).Pixels[4]);
    }

    [Fact]
    public void Sharpness_scales_about_the_mean_of_the_neighbours_and_leaves_the_border()
    {
        var dot = Pictures.Grey(3, 0, 0, 0, 0, 130, 0, 0, 0, 0);
        Assert.Equal([0, 0, 0, 0, 50, 0, 0, 0, 0], Pictures.Levels(Enhancement.Sharpness(dot, 0)));
        Assert.Equal([0, 0, 0, 0, 210, 0, 0, 0, 0], Pictures.Levels(Enhancement.Sharpness(dot, 2)));
    }

    [Fact]
    public void A_factor_of_one_changes_nothing() => Gen.Select(Gen.Int[1, 13], Gen.Int[1, 13], Gen.Int[0, 1000]).Sample((height, width, seed) =>
    {
        var image = Pictures.Noise(height, width, seed);
        Assert.All(
            [Enhancement.Brightness(image, 1), Enhancement.Contrast(image, 1), Enhancement.Colour(image, 1), Enhancement.Sharpness(image, 1)],
            same => Assert.Equal(image.Pixels, same.Pixels));
    });
}
