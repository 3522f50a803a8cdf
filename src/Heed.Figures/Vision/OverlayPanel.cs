using Heed.Figures.Drawing;

namespace Heed.Figures.Vision;

/// <summary>One picture with maps over it, many times: the picture is shrunk and greyed once.</summary>
internal sealed class OverlayPanel
{
    private const int PixelsEach = 2;
    private const double LeastCell = 5;

    private readonly ExplainedImage image;
    private readonly OverlayStyle style;
    private readonly PixelImage shown;
    private readonly PixelImage greyed;

    /// <param name="image">What was explained.</param>
    /// <param name="side">Its longer side in the figure.</param>
    /// <param name="style">How maps lie over it.</param>
    public OverlayPanel(ExplainedImage image, double side, OverlayStyle style)
    {
        (this.image, this.style) = (image, style);
        var scale = side / Math.Max(image.Shown.Width, image.Shown.Height);

        // Patches of whole pixels have crisp edges.
        (Width, Height) = (Whole(image.Shown.Width * scale, image.GridColumns), Whole(image.Shown.Height * scale, image.GridRows));
        shown = PictureSize.AtMost(image.Shown, (int)(PixelsEach * side));
        greyed = OverlayColors.Greyed(shown);
    }

    public double Width { get; }

    public double Height { get; }

    /// <summary>The picture in its own colours.</summary>
    public void DrawShown(Sketch sketch, double x, double y)
    {
        sketch.Add(new Picture(x, y, Width, Height, shown) { Smooth = shown.Width > Width, Tip = image.Name });
        sketch.Outline(new Frame(x, y, Width, Height), Theme.Hairline, 1);
    }

    /// <summary>The greyed picture under a map.</summary>
    /// <param name="sketch">Where it is drawn.</param>
    /// <param name="x">Its left side.</param>
    /// <param name="y">Its upper side.</param>
    /// <param name="places">The place of each patch on the scale, 0 to 1.</param>
    /// <param name="tip">What a pointer resting on it reads.</param>
    public void Draw(Sketch sketch, double x, double y, ReadOnlySpan<float> places, string tip)
    {
        var veil = style == OverlayStyle.Smooth ? PatchVeil.Smooth(places, image.Cells) : PatchVeil.ByPatch(places, image.Cells, image.Seen);
        sketch.Add(new Picture(x, y, Width, Height, greyed) { Smooth = greyed.Width > Width });
        sketch.Add(new Picture(x, y, Width, Height, veil) { Smooth = style == OverlayStyle.Smooth, Tip = tip });
        if (style == OverlayStyle.Patches)
        {
            DrawEdges(sketch, x, y);
        }

        sketch.Outline(new Frame(x, y, Width, Height), Theme.Hairline, 1);
    }

    /// <summary>The edges of the patches, where they are not too close.</summary>
    public void DrawEdges(Sketch sketch, double x, double y)
    {
        foreach (var edge in Inner(image.Cells.Columns, Width))
        {
            sketch.Add(new Stroke([new(x + edge, y), new(x + edge, y + Height)], OverlayPaints.Edge, 1) { Opacity = 0.4 });
        }

        foreach (var edge in Inner(image.Cells.Rows, Height))
        {
            sketch.Add(new Stroke([new(x, y + edge), new(x + Width, y + edge)], OverlayPaints.Edge, 1) { Opacity = 0.4 });
        }

        static IEnumerable<double> Inner(PatchAxis axis, double length) =>
            length / axis.Count < LeastCell ? [] : axis.Edges.Skip(1).SkipLast(1).Select(edge => edge * length);
    }

    /// <summary>The scale from left to right, 26 high with what its ends mean.</summary>
    public static void DrawLegend(Sketch sketch, double x, double y, string low, string high)
    {
        const double Length = 160;
        sketch.Text(x, y + 10, low, Sketch.SmallText, Theme.Muted);
        var left = x + TextMeasure.Width(low, Sketch.SmallText) + 8;
        sketch.Add(new Picture(left, y, Length, 12, OverlayColors.Ramp()) { Smooth = true, Tip = $"{low} to {high}" });
        sketch.Outline(new Frame(left, y, Length, 12), Theme.Hairline, 1);
        sketch.Text(left + Length + 8, y + 10, high, Sketch.SmallText, Theme.Muted);
    }

    private static double Whole(double side, int parts) => Math.Max(1, Math.Round(side / parts)) * parts;
}
