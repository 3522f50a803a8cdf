namespace Heed.Figures.Drawing;

/// <summary>An sRGB colour, 8 bits a channel, with the conversions that scales and contrast need.</summary>
internal readonly record struct Rgb(byte R, byte G, byte B)
{
    public string Hex => $"#{R:x2}{G:x2}{B:x2}";

    /// <summary>Relative luminance, 0 to 1. Source: WCAG 2.2, "relative luminance".</summary>
    public double Luminance => (0.2126 * ToLinear(R)) + (0.7152 * ToLinear(G)) + (0.0722 * ToLinear(B));

    public static Rgb Parse(string hex) =>
        new(Convert.ToByte(hex[1..3], 16), Convert.ToByte(hex[3..5], 16), Convert.ToByte(hex[5..7], 16));

    /// <summary>Contrast ratio (1 to 21): (L_lighter + 0.05) / (L_darker + 0.05). Source: WCAG 2.2.</summary>
    public static double Contrast(Rgb a, Rgb b)
    {
        var (low, high) = (Math.Min(a.Luminance, b.Luminance), Math.Max(a.Luminance, b.Luminance));
        return (high + 0.05) / (low + 0.05);
    }

    /// <summary>The nearest sRGB colour to a point of Oklab. Source: Ottosson 2020, "A perceptual color space for image
    /// processing".</summary>
    public static Rgb FromOklab(double lightness, double a, double b)
    {
        var l = Cube(lightness + (0.3963377774 * a) + (0.2158037573 * b));
        var m = Cube(lightness - (0.1055613458 * a) - (0.0638541728 * b));
        var s = Cube(lightness - (0.0894841775 * a) - (1.2914855480 * b));
        return new(
            FromLinear((4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s)),
            FromLinear((-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s)),
            FromLinear((-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s)));
    }

    public (double Lightness, double A, double B) ToOklab()
    {
        var (r, g, b) = (ToLinear(R), ToLinear(G), ToLinear(B));
        var l = Math.Cbrt((0.4122214708 * r) + (0.5363325363 * g) + (0.0514459929 * b));
        var m = Math.Cbrt((0.2119034982 * r) + (0.6806995451 * g) + (0.1073969566 * b));
        var s = Math.Cbrt((0.0883024619 * r) + (0.2817188376 * g) + (0.6299787005 * b));
        return (
            (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s));
    }

    private static double Cube(double x) => x * x * x;

    private static double ToLinear(byte channel)
    {
        var c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }

    private static byte FromLinear(double c)
    {
        c = Math.Clamp(c, 0, 1);
        return (byte)Math.Round(255 * (c <= 0.0031308 ? 12.92 * c : (1.055 * Math.Pow(c, 1 / 2.4)) - 0.055));
    }
}
