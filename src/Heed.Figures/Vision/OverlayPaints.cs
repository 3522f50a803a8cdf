using Heed.Figures.Drawing;

namespace Heed.Figures.Vision;

/// <summary>Paints over pictures, which are the same on light and dark pages.</summary>
internal static class OverlayPaints
{
    public static Paint Edge { get; } = new("patch-edge", "#ffffff", "#ffffff");
}
