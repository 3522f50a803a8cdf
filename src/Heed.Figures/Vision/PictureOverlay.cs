using Heed.Figures.Drawing;

namespace Heed.Figures.Vision;

/// <summary>One map over the picture, large.</summary>
public static class PictureOverlay
{
    private const double Side = 480;

    /// <summary>Draws the map of a method, with what became of it in the tests.</summary>
    /// <param name="image">What was explained.</param>
    /// <param name="method">One of its methods.</param>
    /// <param name="style">Smooth or by patch.</param>
    public static Figure Draw(ExplainedImage image, RelevanceMap method, OverlayStyle style = OverlayStyle.Smooth)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(method);
        var panel = new OverlayPanel(image, Side, style);
        var sketch = new Sketch();
        panel.Draw(sketch, Sketch.Margin, Sketch.Top, Places(method), method.Explanation);
        var bottom = Sketch.Top + panel.Height + 14;
        OverlayPanel.DrawLegend(sketch, Sketch.Margin, bottom, "no relevance", "the largest of the map");
        var scores = method.Trust is { } trust ? $" {TrustWords.Deletion(trust)}, {TrustWords.Insertion(trust)}." : "";
        return sketch.Finish(
            $"{image.Name}: “{image.Explained}” by {method.Name}",
            $"{method.Explanation} {TrustWords.Sentence(method.Trust, image.Explained)}{scores}",
            Math.Max(panel.Width, 420) + (2 * Sketch.Margin),
            bottom + 28);
    }

    /// <summary>The greyed picture with the map over it and nothing else, as pixels.</summary>
    /// <param name="image">What was explained.</param>
    /// <param name="values">[gridRows, gridColumns], zero or more; the largest has the strongest colour.</param>
    /// <param name="style">Smooth or by patch.</param>
    /// <param name="width">Width in pixels; the picture's own if null.</param>
    /// <exception cref="ArgumentException">There is not one value a patch, or one is negative or not finite.</exception>
    public static PixelImage Compose(ExplainedImage image, ReadOnlySpan<float> values, OverlayStyle style = OverlayStyle.Smooth, int? width = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (values.Length != image.NumPatches)
        {
            throw new ArgumentException($"A grid of {image.GridRows} x {image.GridColumns} patches needs as many values; found {values.Length}.", nameof(values));
        }

        PatchValues.Check(values, "relevance");
        var shown = Shown(image, width);
        var (wide, high) = (shown.Width, shown.Height);
        var below = OverlayColors.Greyed(shown).Rgba.ToArray();
        var largest = PatchValues.Largest(values);
        var places = Array.ConvertAll(values.ToArray(), value => value / largest);
        var veil = style == OverlayStyle.Smooth ? PatchVeil.Smooth(places, image.Cells) : PatchVeil.ByPatch(places, image.Cells, image.Seen);
        var sampler = new Raster.PictureSampler(veil, 0, 0, wide, high, smooth: style == OverlayStyle.Smooth);
        for (var i = 0; i < wide * high; i++)
        {
            var (r, g, b, opacity) = sampler.At(i % wide, i / wide);
            below[4 * i] = Over(below[4 * i], r, opacity);
            below[(4 * i) + 1] = Over(below[(4 * i) + 1], g, opacity);
            below[(4 * i) + 2] = Over(below[(4 * i) + 2], b, opacity);
        }

        return new PixelImage(wide, high, below);

        static byte Over(byte under, double over, double opacity) => (byte)Math.Clamp(Math.Round((under * (1 - opacity)) + over), 0, 255);
    }

    /// <summary>The picture in its own colours, as pixels.</summary>
    /// <param name="image">What was explained.</param>
    /// <param name="width">Width in pixels; the picture's own if null.</param>
    public static PixelImage Shown(ExplainedImage image, int? width = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        var shown = image.Shown;
        if (width is not { } wide)
        {
            return shown;
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(wide, nameof(width));
        return PictureSize.To(shown, wide, Math.Max(1, (int)Math.Round((double)shown.Height * wide / shown.Width)));
    }

    private static float[] Places(RelevanceMap method)
    {
        var values = method.Values.ToArray();
        var largest = PatchValues.Largest(values);
        return Array.ConvertAll(values, value => value / largest);
    }
}
