namespace Heed.Figures.Drawing;

/// <summary>Lines with a head at their end.</summary>
internal static class Arrows
{
    private const double Head = 5;

    /// <summary>An arrow through points, straight from each to the next.</summary>
    public static void Arrow(this Sketch sketch, params Point[] points)
    {
        var (before, tip) = (points[^2], points[^1]);
        sketch.Add(new Stroke(points, Theme.Muted, 1.4));
        var length = Math.Sqrt(Math.Pow(tip.X - before.X, 2) + Math.Pow(tip.Y - before.Y, 2));
        var (x, y) = ((tip.X - before.X) / length * Head, (tip.Y - before.Y) / length * Head);
        sketch.Add(new Stroke([new(tip.X - x - (0.7 * y), tip.Y - y + (0.7 * x)), tip, new(tip.X - x + (0.7 * y), tip.Y - y - (0.7 * x))], Theme.Muted, 1.4));
    }

    /// <summary>From one place down to a rail, along it, and down to each of several places.</summary>
    public static void FanOut(this Sketch sketch, Point from, double railY, IReadOnlyList<Point> to)
    {
        sketch.Line(from.X, from.Y, from.X, railY, Theme.Muted, 1.4);
        sketch.Line(to.Min(point => point.X) - 0.7, railY, to.Max(point => point.X) + 0.7, railY, Theme.Muted, 1.4);
        foreach (var point in to)
        {
            sketch.Arrow(new(point.X, railY), point);
        }
    }

    /// <summary>From several places down to a rail, along it, and down to one place.</summary>
    public static void FanIn(this Sketch sketch, IReadOnlyList<Point> from, double railY, Point to)
    {
        foreach (var point in from)
        {
            sketch.Line(point.X, point.Y, point.X, railY, Theme.Muted, 1.4);
        }

        var all = from.Append(to).ToArray();
        sketch.Line(all.Min(point => point.X) - 0.7, railY, all.Max(point => point.X) + 0.7, railY, Theme.Muted, 1.4);
        sketch.Arrow(new(to.X, railY), to);
    }
}
