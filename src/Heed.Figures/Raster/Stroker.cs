using Heed.Figures.Drawing;

namespace Heed.Figures.Raster;

/// <summary>
/// A line of some width as polygons. Where it bends gently, neighbours share the edge between them, so that coverage is exact; at
/// a sharp corner each piece ends square and the gap outside is filled with a miter, or cut where that would be long.
/// </summary>
internal static class Stroker
{
    // SVG's own limit for a miter's length in stroke widths.
    private const double MiterLimit = 4;

    // Cosine of the turn up to which two pieces share an edge.
    private const double Gentle = 0.8;
    private const double Shortest = 1e-9;

    /// <summary>Adds the outline of a polyline.</summary>
    public static void Add(Polygons polygons, IReadOnlyList<Point> line, double width, Cap cap)
    {
        var points = Distinct(line);
        var half = width / 2;
        if (points.Count < 2)
        {
            if (cap == Cap.Round && points.Count == 1)
            {
                polygons.Add(Outlines.Circle(points[0], half));
            }

            return;
        }

        var (left, right) = Offset(points[0], Direction(points, 0), half);
        if (cap == Cap.Round)
        {
            AddRoundCap(polygons, points[0], points[1], points[0], half);
        }

        for (var i = 0; i + 1 < points.Count; i++)
        {
            var direction = Direction(points, i);
            var (endLeft, endRight) = Offset(points[i + 1], direction, half);
            var (nextLeft, nextRight) = (endLeft, endRight);
            if (i + 2 < points.Count)
            {
                var next = Direction(points, i + 1);
                var turn = Dot(direction, next);
                var reach = half * Math.Sqrt(Math.Max(0, (1 - turn) / (1 + turn)));
                if (turn > Gentle && reach < Math.Min(Length(points, i), Length(points, i + 1)))
                {
                    var middle = new Point(direction.X + next.X, direction.Y + next.Y);
                    (endLeft, endRight) = Offset(points[i + 1], middle, half / ((1 + turn) / 2) / 2);
                    (nextLeft, nextRight) = (endLeft, endRight);
                }
                else
                {
                    (nextLeft, nextRight) = Offset(points[i + 1], next, half);
                    AddCorner(polygons, points[i + 1], direction, next, half);
                }
            }

            polygons.Add(left, endLeft, endRight, right);
            (left, right) = (nextLeft, nextRight);
        }

        if (cap == Cap.Round)
        {
            AddRoundCap(polygons, points[^1], points[^2], points[^1], half);
        }
    }

    /// <summary>The parts of a polyline that a pattern of dash and gap leaves, from its beginning on.</summary>
    public static IEnumerable<IReadOnlyList<Point>> Dashes(IReadOnlyList<Point> line, double dash, double gap)
    {
        var points = Distinct(line);
        var (drawing, left) = (true, dash);
        var part = new List<Point>();
        for (var i = 0; i + 1 < points.Count; i++)
        {
            var (from, to, length, done) = (points[i], points[i + 1], Length(points, i), 0.0);
            if (drawing && part.Count == 0)
            {
                part.Add(from);
            }

            while (length - done > left)
            {
                done += left;
                var cut = new Point(from.X + ((to.X - from.X) * done / length), from.Y + ((to.Y - from.Y) * done / length));
                if (drawing)
                {
                    part.Add(cut);
                    yield return part;
                }

                (drawing, left) = (!drawing, drawing ? gap : dash);
                part = drawing ? [cut] : [];
            }

            left -= length - done;
            if (drawing)
            {
                part.Add(to);
            }
        }

        if (part.Count > 1)
        {
            yield return part;
        }
    }

    private static void AddCorner(Polygons polygons, Point corner, Point before, Point after, double half)
    {
        var (leftBefore, rightBefore) = Offset(corner, before, half);
        var (leftAfter, rightAfter) = Offset(corner, after, half);
        var (from, to) = Cross(before, after) > 0 ? (leftBefore, leftAfter) : (rightBefore, rightAfter);
        var turn = Dot(before, after);
        // A miter is 1 / sin(half the angle between the arms) widths long.
        if (2 <= MiterLimit * MiterLimit * (1 + turn))
        {
            var reach = half * Math.Sqrt(Math.Max(0, (1 - turn) / (1 + turn)));
            polygons.Add(corner, from, new(from.X + (before.X * reach), from.Y + (before.Y * reach)), to);
            return;
        }

        polygons.Add(corner, from, to);
    }

    private static void AddRoundCap(Polygons polygons, Point end, Point inner, Point center, double half)
    {
        var angle = Math.Atan2(end.Y - inner.Y, end.X - inner.X);
        var points = new List<Point>();
        Outlines.Arc(points, center, half, angle - (Math.PI / 2), angle + (Math.PI / 2));
        polygons.Add([.. points]);
    }

    private static (Point Left, Point Right) Offset(Point point, Point direction, double by) =>
        (new(point.X + (direction.Y * by), point.Y - (direction.X * by)), new(point.X - (direction.Y * by), point.Y + (direction.X * by)));

    private static List<Point> Distinct(IReadOnlyList<Point> line)
    {
        var points = new List<Point>(line.Count);
        foreach (var point in line)
        {
            // What is no number is kept, to be refused with the polygons.
            if (points.Count == 0 || !(Math.Abs(point.X - points[^1].X) + Math.Abs(point.Y - points[^1].Y) <= Shortest))
            {
                points.Add(point);
            }
        }

        return points;
    }

    private static double Length(List<Point> points, int i) =>
        Math.Sqrt(Math.Pow(points[i + 1].X - points[i].X, 2) + Math.Pow(points[i + 1].Y - points[i].Y, 2));

    private static Point Direction(List<Point> points, int i)
    {
        var length = Length(points, i);
        return new((points[i + 1].X - points[i].X) / length, (points[i + 1].Y - points[i].Y) / length);
    }

    private static double Dot(Point a, Point b) => (a.X * b.X) + (a.Y * b.Y);

    private static double Cross(Point a, Point b) => (a.X * b.Y) - (a.Y * b.X);
}
