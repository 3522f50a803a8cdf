using Heed.Figures.Drawing;
using Heed.Figures.Raster;

namespace Heed.Figures.Tests.Raster;

public class CoverageTests
{
    [Fact]
    public void A_box_between_pixels_covers_what_it_covers_of_each()
    {
        var cover = Of(4, 3, [new(0.25, 0.5), new(2.5, 0.5), new(2.5, 1.75), new(0.25, 1.75)]);
        float[] expected = [0.375f, 0.5f, 0.25f, 0, 0.5625f, 0.75f, 0.375f, 0, 0, 0, 0, 0];
        Assert.Equal(expected, cover);
    }

    [Fact]
    public void A_triangle_covers_half_of_the_pixels_on_its_slope()
    {
        var cover = Of(3, 3, [new(0, 0), new(3, 3), new(0, 3)]);
        float[] expected = [0.5f, 0, 0, 1, 0.5f, 0, 1, 1, 0.5f];
        Assert.Equal(expected, cover);
    }

    [Fact]
    public void Coverages_sum_to_the_area_whatever_the_polygon()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 200; trial++)
        {
            // Corners in the order of their angle about the middle do not cross.
            var angles = Enumerable.Range(0, 3 + (trial % 9)).Select(_ => random.NextDouble() * 2 * Math.PI).Order().ToArray();
            var points = angles.Select(a => (Angle: a, Radius: 19 * random.NextDouble())).Select(p => new Point(20 + (p.Radius * Math.Cos(p.Angle)), 20 + (p.Radius * Math.Sin(p.Angle)))).ToArray();
            if (angles.Zip(angles.Skip(1)).Any(pair => pair.Second - pair.First > 3) || angles[^1] - angles[0] < 3.3)
            {
                continue;
            }

            Assert.Equal(Math.Abs(Polygons.SignedArea(points)), Of(40, 40, points).Sum(), 0.02);
        }
    }

    [Fact]
    public void A_disc_covers_pi_r_squared()
    {
        Assert.Equal(Math.PI * 81, Of(20, 20, Outlines.Circle(new(10, 10), 9)).Sum(), 0.3);
        Assert.Equal((18 * 12) - ((4 - Math.PI) * 9), Of(20, 20, Outlines.RoundedBox(1, 2, 18, 12, 3)).Sum(), 0.1);
    }

    [Fact]
    public void What_lies_outside_the_canvas_leaves_no_trace_and_moves_nothing()
    {
        Point[] large = [new(-50, -30), new(90, -30), new(90, 70), new(-50, 70)];
        Assert.All(Of(7, 5, large), cover => Assert.Equal(1, cover, 1e-5));
        Point[] slanted = [new(-3, 2), new(3, -4), new(9, 2), new(3, 8)];
        var whole = Of(20, 20, [.. slanted.Select(point => new Point(point.X + 5, point.Y + 6))]);
        var cut = Of(6, 4, slanted);
        for (var y = 0; y < 4; y++)
        {
            Assert.All(Enumerable.Range(0, 6), x => Assert.Equal(whole[((y + 6) * 20) + x + 5], cut[(y * 6) + x], 1e-4));
        }

        Assert.All(Of(7, 5, [new(10, 1), new(12, 1), new(12, 3)]), cover => Assert.Equal(0, cover));
    }

    [Fact]
    public void Contours_that_overlap_cover_once_whichever_way_they_run()
    {
        Point[] box = [new(1, 1), new(3, 1), new(3, 3), new(1, 3)];
        Assert.Equal(4, Of(5, 5, box, [.. box.Reverse()]).Sum(), 1e-5);
    }

    [Fact]
    public void A_line_covers_its_length_times_its_width()
    {
        Assert.Equal(30, OfLine([new(5, 5), new(20, 5)], 2, Cap.Flat).Sum(), 1e-3);
        Assert.Equal(30 + Math.PI, OfLine([new(5, 5), new(20, 5)], 2, Cap.Round).Sum(), 0.05);
        // The corner of a right angle: two arms and the miter's square, less what both arms cover.
        Assert.Equal(20 + 20, OfLine([new(5, 5), new(15, 5), new(15, 15)], 2, Cap.Flat).Sum(), 1e-3);
        var ring = OfLine([.. Enumerable.Range(0, 721).Select(i => new Point(20 + (10 * Math.Cos(i * Math.PI / 360)), 20 + (10 * Math.Sin(i * Math.PI / 360))))], 3, Cap.Flat);
        Assert.Equal(2 * Math.PI * 10 * 3, ring.Sum(), 0.1);
    }

    [Fact]
    public void Dashes_are_four_and_three_long()
    {
        var dashes = Stroker.Dashes([new(0, 0), new(5, 0), new(5, 20)], Stroke.Dash, Stroke.Gap).ToList();
        Assert.Equal([new Point(0, 0), new Point(4, 0)], dashes[0]);
        Assert.Equal([new Point(5, 2), new Point(5, 6)], dashes[1]);
        Assert.Equal(4, dashes.Count);
        Assert.Equal(new Point(5, 20), dashes[3][^1]);
    }

    private static float[] OfLine(Point[] line, double width, Cap cap)
    {
        var polygons = new Polygons();
        Stroker.Add(polygons, line, width, cap);
        return Of(40, 40, polygons);
    }

    private static float[] Of(int width, int height, Point[] contour, params Point[][] others)
    {
        var polygons = new Polygons();
        foreach (var each in others.Prepend(contour))
        {
            polygons.Add(each);
        }

        return Of(width, height, polygons);
    }

    private static float[] Of(int width, int height, Polygons polygons)
    {
        var coverage = new Coverage(width, height);
        var result = new float[width * height];
        coverage.Add(polygons);
        coverage.Drain((y, x, run) => run.CopyTo(result.AsSpan((y * width) + x)));
        return result;
    }
}
