using Heed.Figures.Drawing;

namespace Heed.Figures.Raster;

/// <summary>Curves as polylines that stay within 1/250 of a pixel of them.</summary>
internal static class Outlines
{
    private const double Tolerance = 0.004;

    public static Point[] Circle(Point center, double radius, double tolerance = Tolerance)
    {
        var points = new Point[Math.Max(8, Steps(radius, 2 * Math.PI, tolerance))];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = OnCircle(center, radius, 2 * Math.PI * i / points.Length);
        }

        return points;
    }

    /// <summary>Appends the arc from one angle to another, both ends included; angles grow clockwise on the screen.</summary>
    public static void Arc(List<Point> points, Point center, double radius, double from, double to)
    {
        var steps = Math.Max(2, Steps(radius, Math.Abs(to - from), Tolerance));
        for (var i = 0; i <= steps; i++)
        {
            points.Add(OnCircle(center, radius, from + ((to - from) * i / steps)));
        }
    }

    public static Point[] RoundedBox(double x, double y, double width, double height, double radius)
    {
        var r = Math.Min(radius, Math.Min(width, height) / 2);
        if (r <= 0)
        {
            return [new(x, y), new(x + width, y), new(x + width, y + height), new(x, y + height)];
        }

        var points = new List<Point>();
        Arc(points, new(x + width - r, y + r), r, -Math.PI / 2, 0);
        Arc(points, new(x + width - r, y + height - r), r, 0, Math.PI / 2);
        Arc(points, new(x + r, y + height - r), r, Math.PI / 2, Math.PI);
        Arc(points, new(x + r, y + r), r, Math.PI, 1.5 * Math.PI);
        return [.. points];
    }

    /// <summary>Appends the cubic after its first point. The number of chords follows Wang's bound on the second differences.</summary>
    public static void Cubic(List<Point> points, Point a, Point b, Point c, Point d, double tolerance = Tolerance)
    {
        var bend = Math.Max(Bend(a, b, c), Bend(b, c, d));
        var steps = Math.Clamp((int)Math.Ceiling(Math.Sqrt(0.75 * bend / tolerance)), 1, 500);
        for (var i = 1; i <= steps; i++)
        {
            var (t, s) = (i / (double)steps, 1 - (i / (double)steps));
            var (wa, wb, wc, wd) = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t);
            points.Add(new((wa * a.X) + (wb * b.X) + (wc * c.X) + (wd * d.X), (wa * a.Y) + (wb * b.Y) + (wc * c.Y) + (wd * d.Y)));
        }
    }

    private static double Bend(Point a, Point b, Point c) => Math.Sqrt(Square(a.X - (2 * b.X) + c.X) + Square(a.Y - (2 * b.Y) + c.Y));

    private static double Square(double x) => x * x;

    // A chord over the angle w leaves the circle by r (1 - cos(w / 2)).
    private static int Steps(double radius, double angle, double tolerance) =>
        (int)Math.Clamp(Math.Ceiling(angle / (2 * Math.Acos(1 - (tolerance / Math.Max(radius, 2 * tolerance))))), 1, 2000);

    private static Point OnCircle(Point center, double radius, double angle) =>
        new(center.X + (radius * Math.Cos(angle)), center.Y + (radius * Math.Sin(angle)));
}
