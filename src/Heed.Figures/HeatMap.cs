using System.Globalization;
using Heed.Figures.Drawing;

namespace Heed.Figures;

/// <summary>A matrix as coloured cells: queries downwards, keys across, a colour bar beside.</summary>
public static class HeatMap
{
    private const double LabelSize = 12.5;
    private const double LongestLabel = 130;
    private const double BarWidth = 90;
    private const int MostCells = 260;

    /// <summary>Draws weights that are zero or more; colour grows from 0 to the largest.</summary>
    /// <param name="weights">Row-major [queries, keys].</param>
    /// <param name="queries">A label for each row.</param>
    /// <param name="keys">A label for each column.</param>
    /// <param name="title">What the map shows.</param>
    /// <param name="caption">How to read it.</param>
    /// <param name="valueName">What a weight is, beside the colour bar.</param>
    /// <param name="rowAxis">What the rows are, in a word.</param>
    /// <param name="columnAxis">What the columns are, in a word.</param>
    /// <exception cref="ArgumentException">The number of weights is not queries x keys, or a weight is negative or not finite.</exception>
    public static Figure Draw(
        ReadOnlySpan<float> weights,
        IReadOnlyList<string> queries,
        IReadOnlyList<string> keys,
        string title,
        string caption = "",
        string valueName = "attention weight",
        string rowAxis = "query",
        string columnAxis = "key")
    {
        CheckShape(weights, queries, keys);
        foreach (var weight in weights)
        {
            if (weight < 0)
            {
                throw new ArgumentException($"A weight is {weight}; expected zero or more.", nameof(weights));
            }
        }

        return Draw(weights, queries, keys, title, caption, valueName, ValueScale.Weights(weights), (rowAxis, columnAxis));
    }

    /// <summary>Draws numbers of either sign; the two ends of the colour scale lie equally far from zero.</summary>
    /// <inheritdoc cref="Draw(ReadOnlySpan{float}, IReadOnlyList{string}, IReadOnlyList{string}, string, string, string, string, string)"/>
    public static Figure DrawSigned(
        ReadOnlySpan<float> values,
        IReadOnlyList<string> rows,
        IReadOnlyList<string> columns,
        string title,
        string caption = "",
        string valueName = "value",
        string rowAxis = "",
        string columnAxis = "")
    {
        CheckShape(values, rows, columns);
        return Draw(values, rows, columns, title, caption, valueName, ValueScale.Signed(values), (rowAxis, columnAxis));
    }

    /// <summary>The map of one head. Layers and heads count from 0 here and from 1 in the picture.</summary>
    public static Figure OfHead(AttentionMaps maps, int layer, int head)
    {
        ArgumentNullException.ThrowIfNull(maps);
        return Draw(
            maps.Head(layer, head),
            maps.Tokens,
            maps.Tokens,
            $"Layer {layer + 1}, head {head + 1}",
            "Row i shows how token i spreads its attention, softmax(q · k / √d) over the tokens j; each row sums to 1.");
    }

    /// <summary>The mean over the heads of one layer. Layers count from 0 here and from 1 in the picture.</summary>
    public static Figure OfLayer(AttentionMaps maps, int layer)
    {
        ArgumentNullException.ThrowIfNull(maps);
        return Draw(
            maps.LayerMean(layer),
            maps.Tokens,
            maps.Tokens,
            maps.NumHeads == 1 ? $"Layer {layer + 1}" : $"Layer {layer + 1}, mean of {maps.NumHeads} heads",
            "Row i shows how token i spreads its attention, softmax(q · k / √d) over the tokens j, averaged over the "
            + "heads of the layer; each row sums to 1.");
    }

    private static void CheckShape(ReadOnlySpan<float> values, IReadOnlyList<string> rows, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        if (rows.Count == 0 || columns.Count == 0 || values.Length != (long)rows.Count * columns.Count)
        {
            throw new ArgumentException(
                $"A map of {rows.Count} rows and {columns.Count} columns cannot hold {values.Length} values.", nameof(values));
        }
    }

    private static Figure Draw(
        ReadOnlySpan<float> values,
        IReadOnlyList<string> rows,
        IReadOnlyList<string> columns,
        string title,
        string caption,
        string valueName,
        ValueScale scale,
        (string Rows, string Columns) axes)
    {
        var (cells, cellColumns, block) = MapCells.Pool(values, columns.Count, MostCells);
        var cellRows = cells.Length / cellColumns;
        var cell = Math.Clamp(Math.Floor(520.0 / Math.Max(cellRows, cellColumns)), 2, 36);
        var gap = cell >= 10 ? 1 : 0;
        var rowLabels = rows.Select(text => TextMeasure.Shorten(text, LabelSize, LongestLabel)).ToArray();
        var columnLabels = columns.Select(text => TextMeasure.Shorten(text, LabelSize, LongestLabel)).ToArray();
        var rowRoom = rowLabels.Max(text => TextMeasure.Width(text, LabelSize));
        var columnRoom = columnLabels.Max(text => TextMeasure.Width(text, LabelSize)) * Math.Sqrt(0.5);

        // Whole pixels keep the edges of cells crisp.
        var (x, y) = (Math.Ceiling(Sketch.Margin + 20 + rowRoom + 8), Math.Ceiling(Sketch.Top + 14 + columnRoom + 14));
        var (mapWidth, mapHeight) = (cellColumns * cell, cellRows * cell);
        var sketch = new Sketch();
        MapCells.Draw(sketch, cells, cellColumns, x, y, cell, gap, scale);
        if (cell >= 30)
        {
            DrawNumbers(sketch, values, columns.Count, x, y, cell, scale);
        }

        DrawLabels(sketch, rowLabels, columnLabels, rows, columns, x, y, cell / block);
        sketch.Add(new Label(Sketch.Margin + 10, y + (mapHeight / 2), axes.Rows, Sketch.SmallText, Theme.Muted) { Anchor = Anchor.Middle, Rotation = -90 });
        sketch.Text(x + (mapWidth / 2), Sketch.Top, axes.Columns, Sketch.SmallText, Theme.Muted, Anchor.Middle);

        var barHeight = Math.Clamp(mapHeight, 110, 260);
        var barX = x + mapWidth + 20;
        scale.DrawBar(sketch, barX, y, barHeight, valueName);
        var width = Math.Max(Math.Max(barX + BarWidth, x + mapWidth + columnRoom + Sketch.Margin), 420);
        caption += block > 1 ? $" Each cell is the largest of {block} x {block} values." : "";
        return sketch.Finish(title, caption, width, y + Math.Max(mapHeight, barHeight) + Sketch.Margin);
    }

    private static void DrawNumbers(
        Sketch sketch, ReadOnlySpan<float> values, int columns, double x, double y, double cell, ValueScale scale)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var text = values[i].ToString(".00", CultureInfo.InvariantCulture);
            if (Math.Abs(values[i]) >= 0.005)
            {
                var (centerX, centerY) = (x + ((i % columns) * cell) + (cell / 2), y + ((i / columns) * cell) + (cell / 2) + 4);
                sketch.Text(centerX, centerY, text, Sketch.SmallText, scale.InkOn(values[i]), Anchor.Middle);
            }
        }
    }

    private static void DrawLabels(
        Sketch sketch,
        string[] rowLabels,
        string[] columnLabels,
        IReadOnlyList<string> rows,
        IReadOnlyList<string> columns,
        double x,
        double y,
        double pitch)
    {
        var stride = LabelThinning.Stride(pitch, LabelSize * 1.15);
        for (var i = 0; i < rowLabels.Length; i += stride)
        {
            sketch.Add(new Label(x - 8, y + ((i + 0.5) * pitch) + 4, rowLabels[i], LabelSize, Theme.Ink)
            {
                Anchor = Anchor.End,
                Tip = rowLabels[i] == rows[i] ? null : rows[i],
            });
        }

        // Slanted lines of text stand closer than their columns by the square root of two.
        stride = LabelThinning.Stride(pitch, LabelSize * Math.Sqrt(2));
        for (var i = 0; i < columnLabels.Length; i += stride)
        {
            sketch.Add(new Label(x + ((i + 0.5) * pitch) + 2, y - 7, columnLabels[i], LabelSize, Theme.Ink)
            {
                Rotation = -45,
                Tip = columnLabels[i] == columns[i] ? null : columns[i],
            });
        }
    }
}
