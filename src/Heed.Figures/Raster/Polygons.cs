using Heed.Figures.Drawing;

namespace Heed.Figures.Raster;

/// <summary>
/// Closed contours in pixels. Each is turned to run the same way round, so that where two of them overlap their coverages
/// add up, never cancel; a shape is the union of its contours.
/// </summary>
internal sealed class Polygons
{
    private const double Farthest = 1e8;
    private readonly List<Point> points = [];
    private readonly List<int> ends = [];

    public int Count => ends.Count;

    public void Clear()
    {
        points.Clear();
        ends.Clear();
    }

    public ReadOnlySpan<Point> this[int contour]
    {
        get
        {
            var start = contour == 0 ? 0 : ends[contour - 1];
            return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(points)[start..ends[contour]];
        }
    }

    public void Add(params ReadOnlySpan<Point> contour)
    {
        foreach (var (x, y) in contour)
        {
            if (!(Math.Abs(x) <= Farthest && Math.Abs(y) <= Farthest))
            {
                throw new ArgumentException($"A figure has a shape at ({x}, {y}); expected pixels within {Farthest} of its corner.", nameof(contour));
            }
        }

        var start = points.Count;
        points.AddRange(contour);
        if (SignedArea(contour) < 0)
        {
            points.Reverse(start, contour.Length);
        }

        ends.Add(points.Count);
    }

    /// <summary>Half the sum of the cross products of neighbours; positive where the contour runs clockwise on the screen.</summary>
    public static double SignedArea(ReadOnlySpan<Point> contour)
    {
        var sum = 0.0;
        for (var i = 0; i < contour.Length; i++)
        {
            var (a, b) = (contour[i], contour[(i + 1) % contour.Length]);
            sum += (a.X * b.Y) - (b.X * a.Y);
        }

        return sum / 2;
    }
}
