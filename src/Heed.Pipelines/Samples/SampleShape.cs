namespace Heed.Pipelines.Samples;

/// <summary>
/// A figure about the origin, within a circle of radius one, given by the distance of a point to it. Only sums, products, quotients and
/// square roots are used, which every processor rounds alike.
/// </summary>
/// <param name="Name">Its class.</param>
/// <param name="Distance">Of the point (u, v): how far it is from the figure's edge, negative inside; for a stroke, from its line.</param>
/// <param name="IsStroke">Whether it is a line, with no inside.</param>
internal sealed record SampleShape(string Name, Func<double, double, double> Distance, bool IsStroke)
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<SampleShape> All { get; } =
    [
        new("circle", (u, v) => Length(u, v) - 0.85, IsStroke: false),
        Closed("cross", (-0.3, -0.95), (0.3, -0.95), (0.3, -0.3), (0.95, -0.3), (0.95, 0.3), (0.3, 0.3), (0.3, 0.95), (-0.3, 0.95), (-0.3, 0.3), (-0.95, 0.3), (-0.95, -0.3), (-0.3, -0.3)),
        new("moon", (u, v) => Math.Max(Length(u, v) - 0.95, 0.75 - Length(u - 0.5, v)), IsStroke: false),
        Open("spiral", (0, 0.1), (0.2, 0), (0.1, -0.25), (-0.2, -0.3), (-0.4, -0.05), (-0.35, 0.3), (0, 0.5), (0.4, 0.4), (0.62, 0), (0.5, -0.45), (0.1, -0.72), (-0.4, -0.7), (-0.78, -0.35), (-0.85, 0.15), (-0.6, 0.65)),
        Closed("square", (-0.72, -0.72), (0.72, -0.72), (0.72, 0.72), (-0.72, 0.72)),
        Closed("star", (0, -1), (0.235, -0.324), (0.951, -0.309), (0.38, 0.124), (0.588, 0.809), (0, 0.4), (-0.588, 0.809), (-0.38, 0.124), (-0.951, -0.309), (-0.235, -0.324)),
        Closed("triangle", (0, -1), (0.866, 0.5), (-0.866, 0.5)),
        Open("zigzag", (-0.9, 0.4), (-0.54, -0.4), (-0.18, 0.4), (0.18, -0.4), (0.54, 0.4), (0.9, -0.4)),
    ];

    private static SampleShape Closed(string name, params (double U, double V)[] corners) => new(name, (u, v) => DistanceToPolygon(corners, u, v), IsStroke: false);

    private static SampleShape Open(string name, params (double U, double V)[] points) => new(name, (u, v) => DistanceToLine(points, u, v), IsStroke: true);

    private static double DistanceToLine((double U, double V)[] points, double u, double v)
    {
        var nearest = double.MaxValue;
        for (var i = 1; i < points.Length; i++)
        {
            nearest = Math.Min(nearest, SquaredDistance(points[i - 1], points[i], u, v));
        }

        return Math.Sqrt(nearest);
    }

    private static double DistanceToPolygon((double U, double V)[] corners, double u, double v)
    {
        var (nearest, isInside) = (double.MaxValue, false);
        var from = corners[^1];
        foreach (var to in corners)
        {
            nearest = Math.Min(nearest, SquaredDistance(from, to, u, v));

            // A ray to the left crosses the edge of a polygon an odd number of times from the inside.
            if (from.V > v != to.V > v && u > from.U + ((v - from.V) / (to.V - from.V) * (to.U - from.U)))
            {
                isInside = !isInside;
            }

            from = to;
        }

        return isInside ? -Math.Sqrt(nearest) : Math.Sqrt(nearest);
    }

    private static double SquaredDistance((double U, double V) from, (double U, double V) to, double u, double v)
    {
        var (du, dv) = (to.U - from.U, to.V - from.V);
        var along = Math.Clamp((((u - from.U) * du) + ((v - from.V) * dv)) / ((du * du) + (dv * dv)), 0, 1);
        var (eu, ev) = (u - from.U - (along * du), v - from.V - (along * dv));
        return (eu * eu) + (ev * ev);
    }

    private static double Length(double u, double v) => Math.Sqrt((u * u) + (v * v));
}
