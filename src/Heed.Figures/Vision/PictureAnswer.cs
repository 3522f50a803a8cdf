using System.Globalization;
using Heed.Figures.Drawing;

namespace Heed.Figures.Vision;

/// <summary>The picture, the pixels of it that the model read, and the likeliest labels.</summary>
public static class PictureAnswer
{
    private const double Side = 232;
    private const double Gap = 26;
    private const double BarLength = 130;
    private const double Pitch = 25;
    private const double LongestLabel = 120;

    /// <summary>Draws the three side by side.</summary>
    /// <param name="image">What was explained.</param>
    /// <param name="topK">How many labels are shown.</param>
    public static Figure Draw(ExplainedImage image, int topK = 6)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(topK);
        var panel = new OverlayPanel(image, Side, OverlayStyle.Patches);
        var sketch = new Sketch();
        var (x, y) = (Sketch.Margin, Sketch.Top + 16);
        sketch.Text(x, y - 8, "the picture", Sketch.SmallText, Theme.Muted);
        panel.DrawShown(sketch, x, y);
        var seenX = x + panel.Width + Gap;
        sketch.Text(seenX, y - 8, Fitting(panel.Width, $"as the model reads it: {image.Seen.Width} × {image.Seen.Height} pixels", $"{image.Seen.Width} × {image.Seen.Height} pixels"), Sketch.SmallText, Theme.Muted);
        sketch.Add(new Picture(seenX, y, panel.Width, panel.Height, PictureSize.AtMost(image.Seen, (int)(2 * Side))) { Tip = "The pixels that the model reads" });
        panel.DrawEdges(sketch, seenX, y);
        sketch.Outline(new Frame(seenX, y, panel.Width, panel.Height), Theme.Hairline, 1);
        var barsX = seenX + panel.Width + Gap;
        var names = image.Scores.Take(topK).Max(score => Math.Min(LongestLabel, TextMeasure.Width(score.Label, Sketch.BodyText, bold: true)));
        var bottom = DrawScores(sketch, image, barsX + names, y, topK);
        var caption = $"The model reads {image.Seen.Width} × {image.Seen.Height} pixels in {image.GridRows} × {image.GridColumns} patches, a token each"
            + (image.NumPrefixTokens > 0 ? $", and {image.NumPrefixTokens} more that {(image.NumPrefixTokens == 1 ? "is" : "are")} no patch." : ".");
        return sketch.Finish(
            $"{image.Name}: {image.Scores[0].Label}", caption, barsX + names + BarLength + 64 + Sketch.Margin, Math.Max(bottom, y + panel.Height) + Sketch.Margin);

        static string Fitting(double width, params ReadOnlySpan<string> texts)
        {
            foreach (var text in texts)
            {
                if (TextMeasure.Width(text, Sketch.SmallText) <= width)
                {
                    return text;
                }
            }

            return TextMeasure.Shorten(texts[^1], Sketch.SmallText, width);
        }
    }

    private static double DrawScores(Sketch sketch, ExplainedImage image, double x, double y, int topK)
    {
        var shown = image.Scores.Take(topK).ToArray();
        for (var i = 0; i < shown.Length; i++)
        {
            var (label, score) = shown[i];
            var top = y + (i * Pitch);
            var text = TextMeasure.Shorten(label, Sketch.BodyText, LongestLabel, bold: i == 0);
            sketch.Add(new Label(x, top + 13, text, Sketch.BodyText, Theme.Ink) { Anchor = Anchor.End, Bold = i == 0, Tip = text == label ? null : label });
            sketch.Add(new Box(x + 10, top, BarLength, 17, Theme.Panel));
            sketch.Add(new Box(x + 10, top, Math.Max(0.5, Math.Clamp(score, 0, 1) * BarLength), 17, i == 0 ? Theme.Blue : Theme.Muted) { Tip = label });
            sketch.Text(x + BarLength + 18, top + 13, score.ToString("0.0 %", CultureInfo.InvariantCulture), Sketch.SmallText, Theme.Ink);
        }

        var bottom = y + (shown.Length * Pitch);
        if (image.Scores.Count > shown.Length)
        {
            var rest = image.Scores.Skip(shown.Length).Sum(score => score.Score).ToString("0.0 %", CultureInfo.InvariantCulture);
            sketch.Text(x + 10, bottom + 11, $"{image.Scores.Count - shown.Length} more labels: {rest}", Sketch.SmallText, Theme.Muted);
            bottom += 18;
        }

        if (image.Truth is { } truth)
        {
            sketch.Text(x + 10, bottom + 13, TextMeasure.Shorten($"right label: {truth}", Sketch.SmallText, BarLength + 60), Sketch.SmallText, Theme.Muted);
            bottom += 20;
        }

        return bottom;
    }
}
