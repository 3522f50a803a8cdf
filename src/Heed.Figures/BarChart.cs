using System.Globalization;
using Heed.Figures.Charts;
using Heed.Figures.Drawing;

namespace Heed.Figures;

/// <summary>A number for each of a few things: bars across, from zero on, each with its name and its number.</summary>
public static class BarChart
{
    private const double PlotWidth = 420;
    private const double BarHeight = 20;
    private const double Pitch = 28;
    private const double LongestName = 200;

    /// <summary>Draws a bar for each value.</summary>
    /// <param name="names">What stands before each bar.</param>
    /// <param name="values">As many values, of either sign.</param>
    /// <param name="title">What the chart shows.</param>
    /// <param name="axis">What a value is, with its unit.</param>
    /// <param name="caption">How to read it.</param>
    /// <param name="format">How a value is written, as .NET's custom number formats say.</param>
    /// <exception cref="ArgumentException">There is no bar, the counts differ, or a value is not finite.</exception>
    public static Figure Draw(
        IReadOnlyList<string> names, IReadOnlyList<double> values, string title, string axis, string caption = "", string format = "0.###")
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(values);
        if (names.Count == 0 || names.Count != values.Count || !values.All(double.IsFinite))
        {
            throw new ArgumentException(
                $"A chart of {names.Count} names cannot show the {values.Count} values; expected as many of both, at least one, all finite.", nameof(values));
        }

        var scale = AxisScale.Of(new ChartAxis(axis), [0, .. values], 0);
        var texts = values.Select(value => value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '\u2212')).ToArray();
        var shown = names.Select(name => TextMeasure.Shorten(name, Sketch.BodyText, LongestName)).ToArray();
        var room = texts.Max(text => TextMeasure.Width(text, Sketch.SmallText)) + 8;
        var left = Math.Ceiling(Sketch.Margin + shown.Max(name => TextMeasure.Width(name, Sketch.BodyText)) + 10 + (scale.Min < 0 ? room : 0));
        var zero = left + (scale.Place(0) * PlotWidth);
        var bottom = Sketch.Top + (names.Count * Pitch);
        var sketch = new Sketch();
        for (var i = 0; i < names.Count; i++)
        {
            var (top, end) = (Sketch.Top + (i * Pitch), left + (scale.Place(values[i]) * PlotWidth));
            sketch.Add(new Box(Math.Min(zero, end), top, Math.Max(Math.Abs(end - zero), 0.5), BarHeight, Theme.Blue) { Tip = $"{names[i]}: {texts[i]}" });
            sketch.Text(Sketch.Margin, top + 14, shown[i], Sketch.BodyText, Theme.Ink);
            sketch.Text(end + (values[i] < 0 ? -6 : 6), top + 14, texts[i], Sketch.SmallText, Theme.Ink, values[i] < 0 ? Anchor.End : Anchor.Start);
        }

        sketch.Line(zero, Sketch.Top - 6, zero, bottom, Theme.Muted);
        sketch.Text(left + (PlotWidth / 2), bottom + 16, axis, Sketch.BodyText, Theme.Muted, Anchor.Middle);
        return sketch.Finish(title, caption, left + PlotWidth + room + Sketch.Margin, bottom + 36);
    }
}
