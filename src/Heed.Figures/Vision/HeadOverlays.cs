using System.Globalization;
using Heed.Figures.Drawing;

namespace Heed.Figures.Vision;

/// <summary>What the class token attends to in every head of every layer, over the picture: layers downwards, heads across, all on one scale.</summary>
public static class HeadOverlays
{
    private const double Room = 800;
    private const double Gap = 10;

    /// <summary>Draws all layers, or one larger.</summary>
    /// <param name="image">What was explained.</param>
    /// <param name="style">Smooth or by patch.</param>
    /// <param name="layer">The one layer that is shown, from 0; null for all.</param>
    /// <exception cref="ArgumentException">The model has no attention layer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public static Figure Draw(ExplainedImage image, OverlayStyle style = OverlayStyle.Smooth, int? layer = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.NumLayers * image.NumHeads == 0)
        {
            throw new ArgumentException("Heads need a model that attends; this one has no attention layer.", nameof(image));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer ?? 0, image.NumLayers);
        int[] layers = layer is { } one ? [one] : [.. Enumerable.Range(0, image.NumLayers)];
        var maps = layers.Select(l => Enumerable.Range(0, image.NumHeads).Select(head => image.HeadMap(l, head)).Append(Mean(image, l)).ToArray()).ToArray();
        var largest = maps.SelectMany(row => row).Max(map => PatchValues.Largest(map));
        var columns = image.NumHeads + 1;
        var panel = new OverlayPanel(image, Math.Clamp(Math.Floor((Room - 60) / columns) - Gap, 40, layers.Length == 1 ? 240 : 120), style);
        var (x, y) = (Sketch.Margin + 52, Sketch.Top + 16);
        var (pitchX, pitchY) = (panel.Width + Gap, panel.Height + Gap);
        var sketch = new Sketch();
        for (var column = 0; column < columns; column++)
        {
            var isMean = column == image.NumHeads;
            var name = isMean ? "mean" : TextMeasure.Width($"head {columns}", Sketch.SmallText) < panel.Width ? $"head {column + 1}" : $"{column + 1}";
            sketch.Text(Left(column) + (panel.Width / 2), y - 8, name, Sketch.SmallText, Theme.Muted, Anchor.Middle);
            for (var row = 0; row < layers.Length; row++)
            {
                var tip = $"Layer {layers[row] + 1}, {(isMean ? "mean of its heads" : $"head {column + 1}")}";
                panel.Draw(sketch, Left(column), y + (row * pitchY), Array.ConvertAll(maps[row][column], value => MathF.Sqrt(value / largest)), tip);
            }
        }

        for (var row = 0; row < layers.Length; row++)
        {
            sketch.Text(x - 10, y + (row * pitchY) + (panel.Height / 2) + 4, $"layer {layers[row] + 1}", Sketch.SmallText, Theme.Muted, Anchor.End);
        }

        var bottom = y + (layers.Length * pitchY) + 4;
        var most = largest.ToString(largest < 0.0995f ? "0.0 %" : "0 %", CultureInfo.InvariantCulture);
        OverlayPanel.DrawLegend(sketch, x, bottom, "0", $"{most} of the attention on one patch");
        var caption = $"How {image.Reader} spreads its attention over the patches, on one scale for all heads; colour grows with the square root of the weight, so that faint patterns can be seen. "
            + "The last column is the mean over the heads of a layer. A weight says where a head took from, not what it did with it.";
        var width = Math.Max(Left(columns) - Gap + Sketch.Margin, 560);
        return sketch.Finish("What each head looks at", caption, width, bottom + 28);

        double Left(int column) => x + (column * pitchX) + (column == image.NumHeads ? Gap : 0);
    }

    private static float[] Mean(ExplainedImage image, int layer)
    {
        var mean = new float[image.NumPatches];
        for (var head = 0; head < image.NumHeads; head++)
        {
            var map = image.HeadMap(layer, head);
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += map[i] / image.NumHeads;
            }
        }

        return mean;
    }
}
