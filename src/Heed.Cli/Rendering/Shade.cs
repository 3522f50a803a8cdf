using Spectre.Console;

namespace Heed.Cli.Rendering;

/// <summary>Backgrounds that darken with a share, and an ink that can be read on them.</summary>
internal static class Shade
{
    private static readonly (double R, double G, double B) Paper = (244, 246, 250);
    private static readonly (double R, double G, double B) Blue = (18, 84, 160);
    private static readonly (double R, double G, double B) Orange = (178, 72, 12);

    /// <param name="share">0 to 1.</param>
    /// <param name="isGood">Blue, otherwise orange.</param>
    public static Style Of(double share, bool isGood = true)
    {
        var deep = isGood ? Blue : Orange;
        var part = Math.Clamp(share, 0, 1);
        var background = new Color(Mix(Paper.R, deep.R, part), Mix(Paper.G, deep.G, part), Mix(Paper.B, deep.B, part));
        return new Style(part > 0.6 ? Color.White : Color.Black, background);
    }

    private static byte Mix(double from, double to, double part) => (byte)Math.Round(from + ((to - from) * part));
}
