using System.Globalization;
using Heed.Figures.Drawing;

namespace Heed.Figures;

/// <summary>
/// The model view: every layer (downwards) and every head (across) as a small head view, its queries on the left and its keys on the
/// right, in the order of the tokens from top to bottom. After Vig 2019, "A Multiscale Visualization of Attention in the Transformer
/// Model" (arXiv:1906.05714). <see cref="HeadGrid"/> shows the same as maps, <see cref="TokenArcs"/> one head at full size.
/// </summary>
public static class ModelView
{
    private const double Gap = 14;
    private const int MostLines = 400;

    /// <summary>Draws all heads.</summary>
    /// <param name="maps">The maps of one sequence.</param>
    /// <param name="threshold">Weights below it are left out, from 0 to 1.</param>
    /// <param name="title">What the maps are of.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is no number from 0 to 1.</exception>
    public static Figure Draw(AttentionMaps maps, float threshold = 0.1f, string title = "All layers and heads: who looks at whom")
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (!(threshold is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is a weight; expected 0 to 1.");
        }

        var side = Math.Floor(Math.Clamp((800.0 / maps.NumHeads) - Gap, 36, 104));
        var (x, y) = (Sketch.Margin + 54, Sketch.Top + 16);
        var sketch = new Sketch();
        for (var head = 0; head < maps.NumHeads; head++)
        {
            var name = TextMeasure.Width("head 10", Sketch.SmallText) < side ? $"head {head + 1}" : $"{head + 1}";
            sketch.Text(x + (head * (side + Gap)) + (side / 2), y - 8, name, Sketch.SmallText, Theme.Muted, Anchor.Middle);
        }

        for (var layer = 0; layer < maps.NumLayers; layer++)
        {
            var top = y + (layer * (side + Gap));
            sketch.Text(x - 10, top + (side / 2) + 4, $"layer {layer + 1}", Sketch.SmallText, Theme.Muted, Anchor.End);
            for (var head = 0; head < maps.NumHeads; head++)
            {
                DrawHead(sketch, maps.Head(layer, head), maps.SeqLen, threshold, new Frame(x + (head * (side + Gap)), top, side, side));
            }
        }

        var caption = FormattableString.Invariant($"Each square is one head: lines run from a query on the left to the keys it looks at on the right, the first token on top; the stronger a line, the larger its weight. Weights below {threshold:0.##} are left out")
            + (maps.SeqLen * maps.SeqLen > MostLines ? $", and of the rest the {MostLines} largest of each head are drawn." : ".");
        var width = Math.Max(x + (maps.NumHeads * (side + Gap)) - Gap + Sketch.Margin, 420);
        return sketch.Finish(title, caption, width, DrawLegend(sketch, x, y + (maps.NumLayers * (side + Gap)) + 8));
    }

    private static void DrawHead(Sketch sketch, ReadOnlySpan<float> map, int n, float threshold, Frame frame)
    {
        sketch.Add(new Box(frame.X, frame.Y, frame.Width, frame.Height, Theme.Panel));
        var lines = new List<(float Weight, int Query, int Key)>();
        for (var i = 0; i < map.Length; i++)
        {
            if (map[i] >= threshold && map[i] > 0)
            {
                lines.Add((map[i], i / n, i % n));
            }
        }

        foreach (var (weight, query, key) in lines.OrderByDescending(line => line.Weight).Take(MostLines).Reverse())
        {
            sketch.Add(Line(new(frame.X + 3, At(query)), new(frame.Right - 3, At(key)), weight));
        }

        double At(int token) => frame.Y + ((token + 0.5) * frame.Height / n);
    }

    // What a line of a weight looks like; returns where the legend ends.
    private static double DrawLegend(Sketch sketch, double x, double y)
    {
        sketch.Text(x, y + 4, "weight", Sketch.SmallText, Theme.Muted);
        x += 44;
        foreach (var weight in (float[])[0.1f, 0.5f, 1])
        {
            sketch.Add(Line(new(x, y), new(x + 26, y), weight));
            sketch.Text(x + 32, y + 4, weight.ToString(CultureInfo.InvariantCulture), Sketch.SmallText, Theme.Muted);
            x += 62;
        }

        return y + 24;
    }

    private static Stroke Line(Point from, Point to, float weight) =>
        new([from, to], Theme.Blue, 0.5 + (1.3 * weight)) { Opacity = Math.Round(0.2 + (0.75 * weight), 2) };
}
