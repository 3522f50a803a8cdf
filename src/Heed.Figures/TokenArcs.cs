using System.Globalization;
using Heed.Figures.Drawing;

namespace Heed.Figures;

/// <summary>
/// The head view: tokens as queries on the left, as keys on the right, and a line for each weight, thicker where more attention
/// goes. After Vig 2019, "A Multiscale Visualization of Attention in the Transformer Model" (arXiv:1906.05714).
/// </summary>
public static class TokenArcs
{
    private const double LabelSize = 13;
    private const double LongestLabel = 150;
    private const double Span = 260;

    /// <summary>Draws one head. Layers and heads count from 0 here and from 1 in the picture.</summary>
    /// <param name="maps">The maps of one sequence.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="head">The head.</param>
    /// <param name="threshold">Weights below it are left out; the caption says how much they are together.</param>
    /// <param name="remark">A sentence to begin the caption with.</param>
    public static Figure Draw(AttentionMaps maps, int layer, int head, float threshold = 0.05f, string remark = "")
    {
        ArgumentNullException.ThrowIfNull(maps);
        var map = maps.Head(layer, head);
        var n = maps.SeqLen;
        var pitch = Math.Clamp(680.0 / n, 4, 24);
        var labels = maps.Tokens.Select(text => TextMeasure.Shorten(text, LabelSize, LongestLabel)).ToArray();
        var room = Math.Max(labels.Max(text => TextMeasure.Width(text, LabelSize)), 110);
        var (left, right) = (Sketch.Margin + room + 8, Sketch.Margin + room + 8 + Span);
        var y = Sketch.Top + 22;
        var sketch = new Sketch();
        sketch.Text(left - 8, Sketch.Top + 4, "query: looks at", Sketch.SmallText, Theme.Muted, Anchor.End);
        sketch.Text(right + 8, Sketch.Top + 4, "key: is looked at", Sketch.SmallText, Theme.Muted);
        DrawLegend(sketch, (left + right) / 2, Sketch.Top, Thickest(pitch));
        var leftOut = DrawLines(sketch, map, n, threshold, left, right, y, pitch);
        for (var i = 0; i < n; i += LabelThinning.Stride(pitch, LabelSize * 1.15))
        {
            var tip = labels[i] == maps.Tokens[i] ? null : maps.Tokens[i];
            var baseline = y + (i * pitch) + (LabelSize * 0.35);
            sketch.Add(new Label(left - 8, baseline, labels[i], LabelSize, Theme.Ink) { Anchor = Anchor.End, Tip = tip });
            sketch.Add(new Label(right + 8, baseline, labels[i], LabelSize, Theme.Ink) { Tip = tip });
        }

        var caption = string.Create(
            CultureInfo.InvariantCulture,
            $"{remark} The thicker a line, the larger the weight softmax(q · k / √d). Weights below {threshold:0.##} are left out; together they are {100 * leftOut:0} % of the attention.");
        return sketch.Finish(
            $"Layer {layer + 1}, head {head + 1}: who looks at whom", caption.Trim(), right + room + 8 + Sketch.Margin, y + ((n - 1) * pitch) + 34);
    }

    // The share of the attention that is not drawn.
    private static double DrawLines(
        Sketch sketch, ReadOnlySpan<float> map, int n, float threshold, double left, double right, double y, double pitch)
    {
        var lines = new List<(float Weight, int Query, int Key)>();
        var (all, drawn) = (0.0, 0.0);
        for (var i = 0; i < map.Length; i++)
        {
            all += map[i];
            if (map[i] >= threshold)
            {
                drawn += map[i];
                lines.Add((map[i], i / n, i % n));
            }
        }

        var thickest = Thickest(pitch);
        foreach (var (weight, query, key) in lines.OrderBy(line => line.Weight))
        {
            var (start, end) = (new Point(left, y + (query * pitch)), new Point(right, y + (key * pitch)));
            var (startControl, endControl) = (start with { X = left + (Span * 0.45) }, end with { X = right - (Span * 0.45) });
            sketch.Add(new Curve(start, startControl, endControl, end, Theme.Blue, 0.6 + (thickest * weight)) { Opacity = OpacityOf(weight) });
        }

        return all > 0 ? 1 - (drawn / all) : 0;
    }

    // What a line of a weight looks like.
    private static void DrawLegend(Sketch sketch, double middle, double y, double thickest)
    {
        var x = middle - 84;
        foreach (var weight in (double[])[0.1, 0.5, 1])
        {
            sketch.Add(new Stroke([new(x, y), new(x + 26, y)], Theme.Blue, 0.6 + (thickest * weight)) { Opacity = OpacityOf(weight) });
            sketch.Text(x + 32, y + 4, weight.ToString(CultureInfo.InvariantCulture), Sketch.SmallText, Theme.Muted);
            x += 62;
        }
    }

    private static double Thickest(double pitch) => Math.Min(6, pitch * 0.6);

    private static double OpacityOf(double weight) => 0.25 + (0.65 * weight);
}
