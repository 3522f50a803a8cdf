using System.Globalization;

namespace Heed.Figures.Drawing;

/// <summary>A frame with two linear axes: where a pair of numbers stands on the page.</summary>
internal sealed record Plot(double X, double Y, double Width, double Height, double MinX, double MaxX, double MinY, double MaxY)
{
    public Point At(double x, double y) =>
        new(X + ((x - MinX) / (MaxX - MinX) * Width), Y + ((MaxY - y) / (MaxY - MinY) * Height));

    /// <summary>Draws grid lines, numbers, axis names and the title of the panel.</summary>
    public void DrawFrame(Sketch sketch, string title, string nameX, string nameY, Func<double, string>? formatY = null, bool integersX = false)
    {
        sketch.Text(X, Y - 12, title, Sketch.BodyText, Theme.Ink, bold: true);
        foreach (var tick in Axis.Ticks(MinY, MaxY, 5))
        {
            var y = At(MinX, tick).Y;
            sketch.Line(X, y, X + Width, y, Theme.Hairline);
            sketch.Text(X - 7, y + 4, formatY?.Invoke(tick) ?? Text(tick), Sketch.SmallText, Theme.Muted, Anchor.End);
        }

        foreach (var tick in Axis.Ticks(MinX, MaxX, 5).Where(tick => !integersX || tick == Math.Floor(tick)))
        {
            var x = At(tick, MinY).X;
            sketch.Line(x, Y + Height, x, Y + Height + 4, Theme.Muted);
            sketch.Text(x, Y + Height + 17, Text(tick), Sketch.SmallText, Theme.Muted, Anchor.Middle);
        }

        sketch.Line(X, Y + Height, X + Width, Y + Height, Theme.Muted);
        sketch.Text(X + (Width / 2), Y + Height + 34, nameX, Sketch.SmallText, Theme.Muted, Anchor.Middle);
        sketch.Add(new Label(X - 44, Y + (Height / 2), nameY, Sketch.SmallText, Theme.Muted) { Anchor = Anchor.Middle, Rotation = -90 });
    }

    public void DrawLine(Sketch sketch, IEnumerable<(double X, double Y)> points, Paint paint, double width, double opacity = 1, bool dashed = false) =>
        sketch.Add(new Stroke([.. points.Select(point => At(point.X, point.Y))], paint, width) { Opacity = opacity, Dashed = dashed });

    private static string Text(double tick) => tick.ToString("0.###", CultureInfo.InvariantCulture);
}
