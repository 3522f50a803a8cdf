using System.Globalization;
using Heed.Figures.Drawing;

namespace Heed.Figures.Lesson;

/// <summary>A matrix as coloured cells in a thin frame.</summary>
internal static class MatrixView
{
    /// <summary>Draws it with its upper left corner at (x, y) and returns the room it takes.</summary>
    public static Frame Draw(
        Sketch sketch, Matrix matrix, double x, double y, double cellWidth, double cellHeight, ValueScale scale, bool hasNumbers = false)
    {
        var frame = new Frame(x, y, matrix.Columns * cellWidth, matrix.Rows * cellHeight);
        MapCells.Draw(sketch, matrix.Values, matrix.Columns, x, y, cellWidth, cellHeight, 0, scale);
        sketch.Outline(frame, Theme.Hairline, 1);
        for (var i = 0; hasNumbers && i < matrix.Values.Length; i++)
        {
            var (row, column) = (i / matrix.Columns, i % matrix.Columns);
            sketch.Text(
                x + ((column + 0.5) * cellWidth), y + ((row + 0.5) * cellHeight) + 4, Number(matrix.Values[i]), Sketch.SmallText, scale.InkOn(matrix.Values[i]), Anchor.Middle);
        }

        return frame;
    }

    /// <summary>A text before each row, its end at x.</summary>
    public static void NameRows(Sketch sketch, IReadOnlyList<string> names, double x, double y, double cellHeight)
    {
        for (var i = 0; i < names.Count; i++)
        {
            sketch.Text(x, y + ((i + 0.5) * cellHeight) + 4, names[i], Sketch.SmallText, Theme.Ink, Anchor.End);
        }
    }

    /// <summary>A text above each column, shortened to its width.</summary>
    public static void NameColumns(Sketch sketch, IReadOnlyList<string> names, double x, double y, double cellWidth)
    {
        for (var i = 0; i < names.Count; i++)
        {
            var name = TextMeasure.Shorten(names[i], Sketch.SmallText, cellWidth - 2);
            sketch.Text(x + ((i + 0.5) * cellWidth), y - 6, name, Sketch.SmallText, Theme.Ink, Anchor.Middle);
        }
    }

    /// <summary>A frame about one row.</summary>
    public static void MarkRow(Sketch sketch, Frame matrix, int row, double cellHeight) =>
        sketch.Outline(new Frame(matrix.X - 1.5, matrix.Y + (row * cellHeight) - 0.5, matrix.Width + 3, cellHeight + 1), Theme.Orange, 2);

    public static string Number(double value) =>
        value.ToString("0.00", CultureInfo.InvariantCulture) is var text && text == "-0.00" ? "0.00" : text.Replace('-', '\u2212');

    /// <summary>A probability in a sentence; none is called certain.</summary>
    public static string Probability(double value) => value >= 0.995 ? "p > 0.99" : $"p = {Number(value)}";
}
