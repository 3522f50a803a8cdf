using Heed.Figures.Charts;
using Heed.Figures.Drawing;

namespace Heed.Figures.Lesson;

/// <summary>One kind of positional encoding in three panels: the table, how alike any two positions are, and that against their offset.</summary>
internal static class EncodingRow
{
    public const double Side = 192;
    private const double ChartWidth = 230;
    private const double PanelGap = 62;

    /// <summary>Where the row ends at the right, for one that begins at the left margin.</summary>
    public const double Right = Sketch.Margin + 42 + Side + PanelGap + Side + PanelGap + 10 + ChartWidth;

    /// <summary>The height of a row, its scales included.</summary>
    public const double Height = 36 + Side + 92;

    public static void Draw(Sketch sketch, Matrix encodings, string name, double y)
    {
        var similarity = PositionSimilarity.Of(encodings);
        var (tableX, similarX) = (Sketch.Margin + 42, Sketch.Margin + 42 + Side + PanelGap);
        var (chartX, top) = (similarX + Side + PanelGap + 10, y + 36);
        sketch.Text(Sketch.Margin, y + 12, name, Sketch.BodyText + 1, Theme.Ink, bold: true);
        Panel(encodings, tableX, ValueScale.Signed(encodings.Values), "dimension", "entry");
        Panel(similarity, similarX, ValueScale.Signed([1]), "position q", "sim(p, q)");
        var line = new ChartSeries("mean", [.. Enumerable.Range(0, encodings.Rows).Select(offset => (double)offset)], PositionSimilarity.ByOffset(similarity));
        var axisY = new ChartAxis("mean sim(p, q)") { Min = -1, Max = 1 };
        new ChartPanel([line], "offset q − p", axisY, []) { HasNames = false }.Draw(sketch, chartX, top, ChartWidth, Side);

        void Panel(Matrix matrix, double x, ValueScale scale, string across, string value)
        {
            var (width, height) = (Math.Floor(Side / matrix.Columns), Math.Floor(Side / matrix.Rows));
            var frame = MatrixView.Draw(sketch, matrix, x, top, width, height, scale);
            for (var p = 0; p < matrix.Rows; p += Stride(matrix.Rows))
            {
                sketch.Text(x - 6, top + ((p + 0.5) * height) + 4, AxisScale.Text(p), Sketch.SmallText, Theme.Muted, Anchor.End);
            }

            for (var column = 0; column < matrix.Columns; column += Stride(matrix.Columns))
            {
                sketch.Text(x + ((column + 0.5) * width), frame.Bottom + 14, AxisScale.Text(column), Sketch.SmallText, Theme.Muted, Anchor.Middle);
            }

            sketch.Text(frame.CenterX, frame.Bottom + 31, across, Sketch.BodyText, Theme.Ink, Anchor.Middle);
            sketch.Add(new Label(x - 28, frame.CenterY, "position p", Sketch.BodyText, Theme.Ink) { Anchor = Anchor.Middle, Rotation = -90 });
            scale.DrawBarAcross(sketch, x, frame.Bottom + 42, frame.Width, value);
        }
    }

    private static int Stride(int count) => count switch { <= 8 => 1, <= 16 => 4, <= 40 => 8, _ => (count + 4) / 5 };
}
