using Heed.Figures.Drawing;

namespace Heed.Figures.Charts;

/// <summary>
/// Lines in a frame with two axes. The name of each stands at its end, in its colour, so that no legend is needed and colour is
/// not the only thing that tells lines apart.
/// </summary>
internal sealed class ChartPanel(
    IReadOnlyList<ChartSeries> series, ChartAxis axisX, ChartAxis axisY, IReadOnlyList<ReferenceLine> references)
{
    private const double NamePitch = 15;
    private const double LongestName = 190;
    private const double TickGap = 7;

    private readonly AxisScale scaleX = AxisScale.Of(
        axisX, [.. series.SelectMany(line => line.X), .. references.Where(line => line.Vertical).Select(line => line.Value)], 0);

    private readonly AxisScale scaleY = AxisScale.Of(
        axisY, [.. series.SelectMany(line => line.Y), .. references.Where(line => !line.Vertical).Select(line => line.Value)], 0.05);

    /// <summary>Whether the name of each line stands at its end.</summary>
    public bool HasNames { get; init; } = true;

    /// <summary>What the numbers and the title of the y axis need left of the frame.</summary>
    public double RoomLeft => TickGap + TickWidth + 24;

    /// <summary>What the names need right of the frame.</summary>
    public double RoomRight => Math.Max(Names.Select(name => TextMeasure.Width(name, Sketch.SmallText)).DefaultIfEmpty(0).Max() + 20, 16);

    /// <summary>What the names of upright lines need above the frame.</summary>
    public double RoomAbove => references.Count(line => line.Vertical) * NamePitch;

    /// <summary>What the numbers and the title of the x axis need below the frame.</summary>
    public static double RoomBelow => 40;

    /// <summary>The height below which the names at the right would not all have a place.</summary>
    public double LeastHeight => (Names.Count() * NamePitch) + 8;

    private double TickWidth => scaleY.Ticks(5).Max(tick => TextMeasure.Width(AxisScale.Text(tick), Sketch.SmallText));

    private IEnumerable<ReferenceLine> Across => references.Where(line => !line.Vertical);

    private IEnumerable<string> Names => series.Select(line => line.Name).Concat(Across.Select(line => line.Name)).Select(Short);

    /// <summary>Draws the chart with the upper left corner of its frame at (x, y).</summary>
    public void Draw(Sketch sketch, double x, double y, double width, double height)
    {
        DrawAxes(sketch, x, y, width, height);
        DrawUpright(sketch, x, y, width, height);
        foreach (var line in Across)
        {
            var at = Y(line.Value);
            sketch.Add(new Stroke([new(x, at), new(x + width, at)], Theme.Muted, 1.5) { Dashed = true });
        }

        for (var i = series.Count - 1; i >= 0; i--)
        {
            var points = series[i].X.Zip(series[i].Y, (px, py) => new Point(X(px), Y(py))).ToArray();
            sketch.Add(new Stroke(points, PaintOf(i), 2) { Dashed = IsDashed(i) });
            if (series[i].Markers || points.Length == 1)
            {
                foreach (var point in points)
                {
                    sketch.Add(new Dot(point, 3.2, PaintOf(i)));
                }
            }
        }

        if (HasNames)
        {
            DrawNames(sketch, x, y, width, height);
        }

        double X(double value) => x + (scaleX.Place(value) * width);
        double Y(double value) => y + ((1 - scaleY.Place(value)) * height);
    }

    private void DrawAxes(Sketch sketch, double x, double y, double width, double height)
    {
        foreach (var tick in scaleY.Ticks(5))
        {
            var at = y + ((1 - scaleY.Place(tick)) * height);
            sketch.Line(x, at, x + width, at, Theme.Hairline);
            sketch.Text(x - TickGap, at + 4, AxisScale.Text(tick), Sketch.SmallText, Theme.Muted, Anchor.End);
        }

        var free = double.NegativeInfinity;
        foreach (var tick in scaleX.Ticks(6))
        {
            var (at, text) = (x + (scaleX.Place(tick) * width), AxisScale.Text(tick));
            sketch.Line(at, y + height, at, y + height + 4, Theme.Muted);
            var half = TextMeasure.Width(text, Sketch.SmallText) / 2;
            if (at - half >= free)
            {
                sketch.Text(at, y + height + 17, text, Sketch.SmallText, Theme.Muted, Anchor.Middle);
                free = at + half + 6;
            }
        }

        sketch.Line(x, y + height, x + width, y + height, Theme.Muted);
        sketch.Text(x + (width / 2), y + height + 35, axisX.Title, Sketch.BodyText, Theme.Ink, Anchor.Middle);
        sketch.Add(new Label(x - TickGap - TickWidth - 10, y + (height / 2), axisY.Title, Sketch.BodyText, Theme.Ink)
        {
            Anchor = Anchor.Middle,
            Rotation = -90,
        });
    }

    // Names of upright lines stand above the frame, each in a line of its own.
    private void DrawUpright(Sketch sketch, double x, double y, double width, double height)
    {
        var baseline = y - 6;
        foreach (var line in references.Where(line => line.Vertical))
        {
            var at = x + (scaleX.Place(line.Value) * width);
            sketch.Add(new Stroke([new(at, baseline - 9), new(at, y + height)], Theme.Muted, 1.5) { Dashed = true });
            var left = at > x + (width / 2);
            sketch.Text(at + (left ? -6 : 6), baseline, Short(line.Name), Sketch.SmallText, Theme.Muted, left ? Anchor.End : Anchor.Start);
            baseline -= NamePitch;
        }
    }

    private void DrawNames(Sketch sketch, double x, double y, double width, double height)
    {
        var ends = series.Select((line, i) => (line.Name, X: line.X[^1], Y: line.Y[^1], Paint: PaintOf(i)))
            .Concat(Across.Select(line => (line.Name, X: scaleX.Max, Y: line.Value, Paint: Theme.Muted)))
            .Select(end => (end.Name, At: new Point(x + (scaleX.Place(end.X) * width), y + ((1 - scaleY.Place(end.Y)) * height)), end.Paint))
            .ToArray();
        var places = LabelSpread.Place([.. ends.Select(end => end.At.Y)], NamePitch, y + 4, y + height - 4);
        for (var i = 0; i < ends.Length; i++)
        {
            var (name, at, paint) = ends[i];
            if (Math.Abs(places[i] - at.Y) > 1.5 || at.X < x + width - 1)
            {
                sketch.Add(new Stroke([new(Math.Max(at.X, x), at.Y), new(x + width + 9, places[i])], paint, 0.8) { Opacity = 0.6 });
            }

            var shown = Short(name);
            sketch.Add(new Label(x + width + 12, places[i] + 4, shown, Sketch.SmallText, paint) { Tip = shown == name ? null : name });
        }
    }

    private static Paint PaintOf(int index) => Theme.Series[index % Theme.Series.Count];

    private bool IsDashed(int index) => series[index].Dashed || index >= Theme.Series.Count;

    private static string Short(string name) => TextMeasure.Shorten(name, Sketch.SmallText, LongestName);
}
