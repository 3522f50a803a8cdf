using System.Globalization;
using Heed.Figures.Analysis;
using Heed.Figures.Drawing;

namespace Heed.Figures;

/// <summary>Every layer and every head as a small map, all on one colour scale: where to look closer.</summary>
public static class HeadGrid
{
    private const int MostCells = 40;

    /// <summary>Draws the maps of all layers (downwards) and heads (across).</summary>
    public static Figure Draw(AttentionMaps maps, string title = "All layers and heads")
    {
        ArgumentNullException.ThrowIfNull(maps);
        var scale = ValueScale.WeightsBySquareRoot(maps.Weights);
        // Cells of whole pixels have crisp edges and short paths.
        var columns = MapCells.Pool(maps.Head(0, 0), maps.SeqLen, MostCells).Columns;
        var cell = Math.Max(1, Math.Floor(Math.Clamp((760.0 / maps.NumHeads) - 12, 44, 104) / columns));
        var side = cell * columns;
        var entropies = AttentionEntropy.PerHead(maps);
        var (x, y) = (Sketch.Margin + 54, Sketch.Top + 16);
        var sketch = new Sketch();
        for (var head = 0; head < maps.NumHeads; head++)
        {
            var text = TextMeasure.Width("head 10", Sketch.SmallText) < side ? $"head {head + 1}" : $"{head + 1}";
            sketch.Text(x + (head * (side + 12)) + (side / 2), y - 8, text, Sketch.SmallText, Theme.Muted, Anchor.Middle);
        }

        for (var layer = 0; layer < maps.NumLayers; layer++)
        {
            var top = y + (layer * (side + 26));
            sketch.Text(x - 10, top + (side / 2) + 4, $"layer {layer + 1}", Sketch.SmallText, Theme.Muted, Anchor.End);
            for (var head = 0; head < maps.NumHeads; head++)
            {
                var left = x + (head * (side + 12));
                var values = MapCells.Pool(maps.Head(layer, head), maps.SeqLen, MostCells).Values;
                MapCells.Draw(sketch, values, columns, left, top, cell, 0, scale);
                DrawFrame(sketch, left, top, side);
                var tokens = Math.Exp(entropies[(layer * maps.NumHeads) + head]).ToString("0.0", CultureInfo.InvariantCulture);
                sketch.Text(left + (side / 2), top + side + 13, tokens, Sketch.SmallText, Theme.Muted, Anchor.Middle);
            }
        }

        var right = x + (maps.NumHeads * (side + 12)) - 12;
        var bottom = y + (maps.NumLayers * (side + 26));
        var barHeight = Math.Clamp(bottom - y - 26, 90, 220);
        scale.DrawBar(sketch, right + 20, y, barHeight, "attention weight");
        var caption = "Each square is one head: queries downwards, keys across. Colour grows with the square root of the weight, so "
            + "that faint patterns can be seen. Below each: exp(entropy), the number of tokens that a query of this head looks at, on average."
            + (maps.SeqLen > MostCells ? " Each cell is the largest weight of a block of tokens." : "");
        var width = Math.Max(right + 110, 420);
        return sketch.Finish(title, caption, width, Math.Max(bottom, y + barHeight) + 14);
    }

    private static void DrawFrame(Sketch sketch, double x, double y, double side) =>
        sketch.Add(new Stroke(
            [new(x, y), new(x + side, y), new(x + side, y + side), new(x, y + side), new(x, y)], Theme.Hairline, 1));
}
