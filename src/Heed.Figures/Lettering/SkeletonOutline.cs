using Heed.Figures.Drawing;
using static Heed.Figures.Lettering.Skeleton;

namespace Heed.Figures.Lettering;

/// <summary>A skeleton drawn with a pen: one closed contour a line or dot, y upwards from the baseline.</summary>
internal static class SkeletonOutline
{
    // How square a quarter of an oval is: 0.5523 is an ellipse.
    private const double Squareness = 0.585;

    // A line at its end steeper than this is cut level, as v and k are; a flatter one is cut square.
    private const double Steep = 0.62;

    private const double Narrow = 260;

    // Sharper corners than this cosine of the turn are not mitred to their tip.
    private const double Sharpest = -0.75;

    /// <summary>Hands out the contours.</summary>
    /// <param name="skeleton">The lines.</param>
    /// <param name="pen">Size, weight, zones.</param>
    /// <param name="x">Where the letter's origin stands.</param>
    /// <param name="y">What is added to every height.</param>
    /// <param name="tolerance">How far a chord may leave its curve.</param>
    /// <param name="contour">Takes each contour.</param>
    public static void Draw(Skeleton skeleton, LetterPen pen, double x, double y, double tolerance, Action<Point[]> contour)
    {
        var across = Across(skeleton, pen, x);
        foreach (var line in skeleton.Lines)
        {
            var (points, breadths) = Flatten(line, pen, across, y, tolerance);
            if (points.Count > 1)
            {
                contour(Ribbon(points, breadths, pen, line.IsClosed));
            }
        }

        foreach (var dot in skeleton.Dots)
        {
            var (cx, cy, half) = (across(dot.X), pen.Y(dot.Y) + y, dot.Breadth * pen.Dot / 2);
            var high = dot.Y is { Zone: Zone.CapHeight, Dots: not 0 } ? pen.DotOnStem / 2 : half;
            contour([new(cx - half, cy - high), new(cx + half, cy - high), new(cx + half, cy + high), new(cx - half, cy + high)]);
        }

        foreach (var ball in skeleton.Balls)
        {
            contour(Raster.Outlines.Circle(new(across(ball.X), pen.Y(ball.Y) + y), ball.Breadth * pen.Dot / 2, tolerance));
        }
    }

    // A bold stem grows inwards, so that the letter's edges move no further than its advance does; narrow letters have no room inside.
    private static Func<double, double> Across(Skeleton skeleton, LetterPen pen, double x)
    {
        if (!pen.Bold)
        {
            return units => x + (units * pen.Scale);
        }

        var (middle, span) = ((skeleton.Left + skeleton.Right) / 2, skeleton.Right - skeleton.Left);
        var grown = ((span + LetterPen.RegularStem) * LetterPen.BoldAdvance) - (pen.Stem / pen.Scale);
        var stretch = span > Narrow ? grown / span : LetterPen.BoldAdvance;
        return units => x + (((middle * LetterPen.BoldAdvance) + ((units - middle) * stretch)) * pen.Scale);
    }

    private static (List<Point> Points, List<double> Breadths) Flatten(
        Line line, LetterPen pen, Func<double, double> across, double y, double tolerance)
    {
        var (points, breadths) = (new List<Point>(), new List<double>());
        for (var i = 0; i < line.Nodes.Count; i++)
        {
            var node = line.Nodes[i];
            var end = new Point(across(node.X) + (node.Stems * pen.Stem), Up(node.Y, line.ReachesOver(i) || (line.IsClosed && i == 0)));
            if (i == 0 || node.Turn == Turn.Straight)
            {
                Append(end, node.Breadth);
                continue;
            }

            var start = points[^1];
            var (first, second) = node.Turn switch
            {
                Turn.LeavesLevel => (
                    start with { X = start.X + ((end.X - start.X) * Squareness) },
                    end with { Y = end.Y - ((end.Y - start.Y) * Squareness) }),
                Turn.LeavesUpright => (
                    start with { Y = start.Y + ((end.Y - start.Y) * Squareness) },
                    end with { X = end.X - ((end.X - start.X) * Squareness) }),
                _ => (
                    new Point(across(node.FirstX), Up(node.FirstY, line.ReachesOver(i - 1))),
                    new Point(across(node.SecondX), Up(node.SecondY, line.ReachesOver(i)))),
            };
            var curve = new List<Point>();
            Raster.Outlines.Cubic(curve, start, first, second, end, tolerance);
            var from = line.Nodes[i - 1].Breadth;
            for (var j = 0; j < curve.Count; j++)
            {
                Append(curve[j], from + ((node.Breadth - from) * (j + 1) / curve.Count));
            }
        }

        return (points, breadths);

        double Up(Height height, bool reachesOver) =>
            pen.Y(height) + y + (reachesOver && height.Bars != 0 ? -Math.Sign(height.Bars) * pen.Overshoot : 0);

        void Append(Point point, double breadth)
        {
            if (points.Count == 0 || Math.Abs(points[^1].X - point.X) + Math.Abs(points[^1].Y - point.Y) > 1e-9)
            {
                points.Add(point);
                breadths.Add(breadth);
            }
        }
    }

    // The pen is an oval, Stem wide and Bar high: heights are stretched until it is round, and shrunk again behind.
    private static Point[] Ribbon(List<Point> points, List<double> breadths, LetterPen pen, bool closed)
    {
        var stretch = pen.Stem / pen.Bar;
        var count = points.Count;
        var contour = new Point[2 * count];
        for (var i = 0; i < count; i++)
        {
            var before = Direction(i > 0 ? i - 1 : closed ? count - 2 : 0);
            var after = Direction(i + 1 < count ? i : closed ? 0 : count - 2);
            var half = breadths[i] * pen.Stem / 2;
            var isEnd = !closed && (i == 0 || i == count - 1);
            Point side;
            if (isEnd && Math.Abs(before.Y) > Steep)
            {
                side = new(half / before.Y, 0);
            }
            else
            {
                var turn = Math.Max((before.X * after.X) + (before.Y * after.Y), Sharpest);
                side = new((before.Y + after.Y) * half / (1 + turn), -(before.X + after.X) * half / (1 + turn));
            }

            contour[i] = new(points[i].X + side.X, points[i].Y + (side.Y / stretch));
            contour[(2 * count) - 1 - i] = new(points[i].X - side.X, points[i].Y - (side.Y / stretch));
        }

        return contour;

        Point Direction(int i)
        {
            var (dx, dy) = (points[i + 1].X - points[i].X, (points[i + 1].Y - points[i].Y) * stretch);
            var length = Math.Sqrt((dx * dx) + (dy * dy));
            return new(dx / length, dy / length);
        }
    }
}
