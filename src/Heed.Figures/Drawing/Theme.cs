namespace Heed.Figures.Drawing;

/// <summary>
/// The paints that are no values of a scale. Inks keep a contrast of 4.5 or more to the paper; the series colours are Okabe
/// and Ito's, told apart with every kind of colour blindness, darkened or lightened to stand out from their paper.
/// </summary>
internal static class Theme
{
    public static Paint Paper { get; } = new("paper", "#ffffff", "#14171c");

    public static Paint Panel { get; } = new("panel", "#f3f5f8", "#1e232b");

    public static Paint Ink { get; } = new("ink", "#1a1d23", "#e8eaee");

    public static Paint Muted { get; } = new("muted", "#5a6270", "#a3acba");

    public static Paint Hairline { get; } = new("hairline", "#d5dae1", "#363d48");

    public static Paint Blue { get; } = new("blue", "#0072b2", "#56b4e9");

    public static Paint Orange { get; } = new("orange", "#b85000", "#f0a04b");

    public static Paint Green { get; } = new("green", "#00785a", "#3cc9a0");

    public static Paint Purple { get; } = new("purple", "#9c3d7c", "#e59bc6");

    public static Paint Olive { get; } = new("olive", "#756200", "#e3d64f");

    /// <summary>The paints of the lines of a chart, in the order in which they are taken.</summary>
    public static IReadOnlyList<Paint> Series { get; } = [Blue, Orange, Green, Purple, Olive, Ink];

    public static Paint OnBlue { get; } = new("on-blue", "#ffffff", "#14171c");
}
