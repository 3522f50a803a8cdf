using Heed.Figures.Drawing;

namespace Heed.Figures.Tests;

public class ColorTests
{
    private static readonly Func<Paint, Rgb>[] Schemes = [paint => paint.Light, paint => paint.Dark];

    [Fact]
    public void Oklab_and_back_is_the_same_colour()
    {
        foreach (var hex in new[] { "#000000", "#ffffff", "#0072b2", "#b85000", "#7f8001" })
        {
            var (lightness, a, b) = Rgb.Parse(hex).ToOklab();
            Assert.Equal(hex, Rgb.FromOklab(lightness, a, b).Hex);
        }
    }

    [Fact]
    public void White_has_lightness_one_and_contrast_21_to_black()
    {
        Assert.Equal(1, Rgb.Parse("#ffffff").ToOklab().Lightness, 3);
        Assert.Equal(21, Rgb.Contrast(Rgb.Parse("#000000"), Rgb.Parse("#ffffff")), 6);
    }

    [Fact]
    public void Lightness_of_the_sequential_scale_changes_in_equal_steps()
    {
        foreach (var scheme in Schemes)
        {
            var lightness = Enumerable.Range(0, ColorScale.Steps)
                .Select(i => scheme(ColorScale.Sequential.At(i / (ColorScale.Steps - 1.0))).ToOklab().Lightness).ToArray();
            var mean = (lightness[^1] - lightness[0]) / (ColorScale.Steps - 1);
            Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.InRange((pair.Second - pair.First) / mean, 0.5, 1.5));
        }
    }

    [Fact]
    public void Signs_are_told_apart_without_red_green_vision()
    {
        // Deuteranopes see colours of equal L and b alike, in Oklab's terms: the two ends must differ in b.
        foreach (var scheme in Schemes)
        {
            var (low, high) = (scheme(ColorScale.Diverging.At(0)).ToOklab(), scheme(ColorScale.Diverging.At(1)).ToOklab());
            Assert.True(high.B - low.B > 0.12);
            Assert.Equal(low.Lightness, high.Lightness, 1);
        }
    }

    [Fact]
    public void Every_ink_can_be_read_on_its_colour()
    {
        foreach (var scale in new[] { ColorScale.Sequential, ColorScale.Diverging })
        {
            for (var i = 0; i < ColorScale.Steps; i++)
            {
                var value = i / (ColorScale.Steps - 1.0);
                Assert.All(Schemes, scheme => Assert.True(Rgb.Contrast(scheme(scale.At(value)), scheme(scale.InkOn(value))) >= 4.5));
            }
        }
    }

    [Fact]
    public void Inks_and_lines_stand_out_from_the_paper()
    {
        foreach (var ink in (Paint[])[Theme.Ink, Theme.Muted, .. Theme.Series])
        {
            Assert.All(Schemes, scheme => Assert.True(Rgb.Contrast(scheme(ink), scheme(Theme.Paper)) >= 4.5, ink.Name));
        }
    }
}
