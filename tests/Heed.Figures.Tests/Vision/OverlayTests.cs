using CsCheck;
using Heed.Figures.Drawing;
using Heed.Figures.Vision;

namespace Heed.Figures.Tests.Vision;

public class OverlayTests
{
    [Fact]
    public void The_more_relevant_a_patch_the_more_opaque_and_the_lighter_its_veil()
    {
        var veils = Enumerable.Range(0, OverlayColors.Steps).Select(i => OverlayColors.At(i / (OverlayColors.Steps - 1.0))).ToArray();

        Assert.Equal(0, veils[0].A);
        Assert.All(veils.Zip(veils.Skip(1)), pair =>
        {
            Assert.True(pair.Second.A >= pair.First.A);
            Assert.True(Lightness(pair.Second) > Lightness(pair.First) - 0.004);
        });

        static double Lightness((byte R, byte G, byte B, byte A) veil) => new Rgb(veil.R, veil.G, veil.B).ToOklab().Lightness;
    }

    [Fact]
    public void The_lightness_of_the_scale_grows_in_equal_steps()
    {
        var lightness = Enumerable.Range(0, ColorScale.Steps).Select(i => ColorScale.Heat.At(i / (ColorScale.Steps - 1.0)).Light.ToOklab().Lightness).ToArray();
        var mean = (lightness[^1] - lightness[0]) / (ColorScale.Steps - 1);

        Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.InRange((pair.Second - pair.First) / mean, 0.4, 1.6));
    }

    [Fact]
    public void Over_the_grey_of_the_legend_the_more_relevant_is_farther_from_it()
    {
        var (ramp, grey) = (OverlayColors.Ramp(), OverlayColors.Middle.ToOklab());
        var distances = Enumerable.Range(0, ramp.Width).Select(x => Distance(ramp.ColorAt(x, 0))).ToArray();

        Assert.Equal(0, distances[0], 0.001);
        Assert.All(distances.Zip(distances.Skip(8)), pair => Assert.True(pair.Second > pair.First));

        double Distance((byte Red, byte Green, byte Blue) color)
        {
            var lab = new Rgb(color.Red, color.Green, color.Blue).ToOklab();
            return Math.Sqrt(Math.Pow(lab.Lightness - grey.Lightness, 2) + Math.Pow(lab.A - grey.A, 2) + Math.Pow(lab.B - grey.B, 2));
        }
    }

    [Fact]
    public void Smooth_maps_pass_through_the_middles_of_the_patches_and_stay_within_the_scale() =>
        Gen.Select(Gen.Int[1, 7], Gen.Int[1, 11]).SelectMany((rows, columns) => Gen.Float[0, 1].Array[rows * columns].Select(values => (columns, values))).Sample(drawn =>
        {
            var (columns, values) = drawn;
            var smooth = PatchVeil.Smooth(values, PatchCells.Equal(values.Length / columns, columns));
            var times = smooth.Width / columns;
            Assert.Equal(values.Length / columns * times, smooth.Height);
            for (var i = 0; i < values.Length; i++)
            {
                // An even number of pixels has none in the middle: the mean of the four about it.
                var (x, y) = ((i % columns * times) + (times / 2), (i / columns * times) + (times / 2));
                var opacity = (OpacityAt(smooth, x - 1, y - 1) + OpacityAt(smooth, x, y) + OpacityAt(smooth, x - 1, y) + OpacityAt(smooth, x, y - 1)) / 4.0;
                Assert.Equal(OverlayColors.At(values[i]).A, opacity, 14.0);
            }
        });

    [Fact]
    public void By_patch_each_has_one_colour()
    {
        var image = Pictures.Explained(2, 2);
        var composed = PictureOverlay.Compose(image, [0, 1, 0, 0], OverlayStyle.Patches);

        Assert.Equal((image.Shown.Width, image.Shown.Height), (composed.Width, composed.Height));
        var (red, green, blue) = composed.ColorAt(composed.Width - 2, 2);
        Assert.True(red > blue && green > blue);
        var (r, g, b) = composed.ColorAt(2, 2);
        Assert.True(r == g && g == b);
    }

    [Fact]
    public void The_cell_of_a_token_of_a_stem_lies_about_its_centre()
    {
        // Ten pixels shown for one read; the centres of the three columns lie at 0.5, 4.5 and 8.5 of 12, the edges at 2.5 and 6.5.
        var image = Pictures.Explained(1, 3, hasStem: true);
        var composed = PictureOverlay.Compose(image, [0, 1, 0], OverlayStyle.Patches);
        int[] coloured = [.. Enumerable.Range(0, composed.Width).Where(x => composed.ColorAt(x, 1) is var (red, _, blue) && red > blue)];

        Assert.Equal([25, 64], [coloured[0], coloured[^1]]);
    }

    [Fact]
    public void A_smooth_map_of_a_stem_is_strongest_about_the_centre_of_its_token()
    {
        for (var token = 0; token < 5; token++)
        {
            var values = new float[5];
            values[token] = 1;
            var veil = PatchVeil.Smooth(values, Pictures.OfStem(1, 5, 8));
            var most = Enumerable.Range(0, veil.Width).Max(x => OpacityAt(veil, x, 0));
            double[] strongest = [.. Enumerable.Range(0, veil.Width).Where(x => OpacityAt(veil, x, 0) == most).Select(x => (x + 0.5) / veil.Width * 40)];

            // Beyond the outermost centres there is nothing that the map would fall to.
            Assert.Equal((token * 8) + 0.5, token == 4 ? strongest[0] : strongest[^1], 1.0);
            Assert.True(token is 0 or 4 || strongest[^1] - strongest[0] < 2);
        }
    }

    [Fact]
    public void A_map_of_zeros_leaves_the_greyed_picture()
    {
        var image = Pictures.Explained(2, 3);
        var composed = PictureOverlay.Compose(image, new float[6]);

        Assert.Equal(OverlayColors.Greyed(image.Shown).Rgba.ToArray(), composed.Rgba.ToArray());
    }

    [Fact]
    public void Greyed_pictures_keep_the_order_of_lightness_and_have_no_colour()
    {
        var grey = OverlayColors.Greyed(new PixelImage(3, 1, [0, 0, 0, 200, 30, 30, 255, 255, 255]));

        Assert.True(grey.ColorAt(0, 0).Red < grey.ColorAt(1, 0).Red && grey.ColorAt(1, 0).Red < grey.ColorAt(2, 0).Red);
        Assert.All(Enumerable.Range(0, 3), x => Assert.Equal(grey.ColorAt(x, 0).Red, grey.ColorAt(x, 0).Blue));
    }

    [Fact]
    public void A_composed_picture_is_as_wide_as_asked_in_its_own_proportions()
    {
        var composed = PictureOverlay.Compose(Pictures.Explained(3, 5), Pictures.Values(15, 1), width: 50);

        Assert.Equal((50, 30), (composed.Width, composed.Height));
    }

    [Fact]
    public void An_overlay_refuses_what_does_not_fit_the_grid()
    {
        var image = Pictures.Explained(2, 2);

        Assert.Contains("needs as many values; found 3", Assert.Throws<ArgumentException>(() => PictureOverlay.Compose(image, [1, 1, 1])).Message);
        Assert.Contains("found 2 x 1", Assert.Throws<ArgumentException>(() => new ExplainedImage("a", image.Seen, 2, 2, 0, 0, default, new float[4], image.Scores) { Cells = PatchCells.Equal(2, 1) }).Message);
        Assert.Contains("ascend from 0 to 1", Assert.Throws<ArgumentException>(() => new PatchAxis([0.2, 0.8], [0, 0.5, 0.9])).Message);
        Assert.Contains("found 2 edges and 2 centres", Assert.Throws<ArgumentException>(() => new PatchAxis([0.2, 0.8], [0, 1])).Message);
        Assert.Contains("is NaN", Assert.Throws<ArgumentException>(() => PictureOverlay.Compose(image, [1, 1, 1, float.NaN])).Message);
        Assert.Contains("is -1", Assert.Throws<ArgumentException>(() => new RelevanceMap("m", "", [-1])).Message);
    }

    private static byte OpacityAt(PixelImage image, int x, int y) => image.Rgba[(4 * ((y * image.Width) + x)) + 3];
}
