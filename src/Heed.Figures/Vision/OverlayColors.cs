using Heed.Figures.Drawing;

namespace Heed.Figures.Vision;

/// <summary>
/// From the share of a patch in the largest relevance, 0 to 1, to the veil over it: the colour runs through Oklab with lightness growing evenly, from
/// violet to yellow, and the opacity grows with it, so that a patch of no relevance keeps the greyed picture. The picture below is the same on
/// light and dark pages, and so is the scale.
/// </summary>
internal static class OverlayColors
{
    public const int Steps = 256;
    private const double MostOpacity = 0.9;
    private const double DarkestGrey = 0.16;
    private const double LightestGrey = 0.66;

    private static readonly (byte R, byte G, byte B, byte A)[] Veils = [.. Enumerable.Range(0, Steps).Select(step => VeilAt(step / (Steps - 1.0)))];

    /// <summary>[Steps, 4]: red, green, blue, opacity; for the page.</summary>
    public static byte[] Table => [.. Veils.SelectMany(veil => new[] { veil.R, veil.G, veil.B, veil.A })];

    /// <summary>The veil over a patch of that share.</summary>
    public static (byte R, byte G, byte B, byte A) At(double share) => Veils[(int)Math.Round(Math.Clamp(share, 0, 1) * (Steps - 1))];

    /// <summary>The picture in greys, none very dark or very light, so that the veil's colours can be told apart on any of it.</summary>
    public static PixelImage Greyed(PixelImage image)
    {
        var greyed = new byte[image.Rgba.Length];
        for (var i = 0; i < greyed.Length; i += 4)
        {
            var pixel = new Rgb(image.Rgba[i], image.Rgba[i + 1], image.Rgba[i + 2]);
            greyed[i] = greyed[i + 1] = greyed[i + 2] = Grey(pixel.ToOklab().Lightness);
            greyed[i + 3] = image.Rgba[i + 3];
        }

        return new PixelImage(image.Width, image.Height, greyed);
    }

    /// <summary>The middling grey that the scale is shown over.</summary>
    public static Rgb Middle { get; } = new(Grey(0.5), Grey(0.5), Grey(0.5));

    /// <summary>The scale from left to right as it looks over a middling grey.</summary>
    public static PixelImage Ramp()
    {
        var below = Middle.R;
        var pixels = new byte[Steps * 3];
        for (var i = 0; i < Steps; i++)
        {
            var (r, g, b, a) = Veils[i];
            (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = (Over(r), Over(g), Over(b));
            byte Over(byte veil) => (byte)Math.Round(below + ((veil - below) * a / 255.0));
        }

        return new PixelImage(Steps, 1, pixels);
    }

    private static byte Grey(double lightness) => Rgb.FromOklab(DarkestGrey + ((LightestGrey - DarkestGrey) * lightness), 0, 0).R;

    private static (byte R, byte G, byte B, byte A) VeilAt(double share)
    {
        var color = ColorScale.Heat.At(share).Light;
        return (color.R, color.G, color.B, (byte)Math.Round(255 * MostOpacity * Math.Pow(share, 0.85)));
    }
}
