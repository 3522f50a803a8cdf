using Heed.Figures;
using Heed.Figures.Drawing;

namespace Heed.Testing;

/// <summary>What must hold for where the labels of a figure stand.</summary>
internal static class Layout
{
    /// <summary>No label lies on another, at whatever angle, and none is cut off by the edge of the figure.</summary>
    public static void AssertApart(Figure figure)
    {
        var labels = figure.Shapes.OfType<Label>().Where(label => label.Text.Trim().Length > 0).Select(label => (label.Text, Corners: Corners(label))).ToArray();
        for (var i = 0; i < labels.Length; i++)
        {
            Assert.All(labels[i].Corners, corner => Assert.True(
                corner.X >= 0 && corner.X <= figure.Width && corner.Y >= 0 && corner.Y <= figure.Height, $"'{labels[i].Text}' is cut off in {figure.Title}"));
            for (var j = 0; j < i; j++)
            {
                Assert.True(Apart(labels[i].Corners, labels[j].Corners), $"'{labels[i].Text}' overlaps '{labels[j].Text}' in {figure.Title}");
            }
        }
    }

    /// <summary>Every label has a contrast of 4.5 or more to what lies behind its middle, on a light page and on a dark one.</summary>
    public static void AssertReadable(Figure figure)
    {
        for (var i = 0; i < figure.Shapes.Count; i++)
        {
            if (figure.Shapes[i] is Label label && label.Text.Length > 0)
            {
                var corners = Corners(label);
                var middle = new Point(corners.Average(corner => corner.X), corners.Average(corner => corner.Y));
                var behind = figure.Shapes.Take(i).Select(shape => PaintAt(shape, middle)).Last(paint => paint is not null)!;
                Assert.True(Rgb.Contrast(label.Fill.Light, behind.Light) >= 4.5, $"'{label.Text}' on {behind.Light.Hex} in {figure.Title}");
                Assert.True(Rgb.Contrast(label.Fill.Dark, behind.Dark) >= 4.5, $"'{label.Text}' on {behind.Dark.Hex} (dark) in {figure.Title}");
            }
        }
    }

    private static Paint? PaintAt(Shape shape, Point point)
    {
        return shape switch
        {
            Box { Opacity: 1 } box when Holds(box.X, box.Y, box.Width, box.Height) => box.Fill,
            Cells cells when cells.Items.Any(cell => Holds(cell.X, cell.Y, cell.Width, cell.Height)) => cells.Fill,
            _ => null,
        };

        bool Holds(double x, double y, double width, double height) => point.X >= x && point.X <= x + width && point.Y >= y && point.Y <= y + height;
    }

    // From the height of capitals to a descender, turned about the anchor.
    private static Point[] Corners(Label label)
    {
        var left = -label.Width * label.Anchor switch { Anchor.Middle => 0.5, Anchor.End => 1, _ => 0 };
        var (top, bottom) = (-0.72 * label.FontSize, 0.2 * label.FontSize);
        var (sin, cos) = Math.SinCos(label.Rotation * Math.PI / 180);
        return [At(left, top), At(left + label.Width, top), At(left + label.Width, bottom), At(left, bottom)];

        Point At(double x, double y) => new(label.X + (x * cos) - (y * sin), label.Y + (x * sin) + (y * cos));
    }

    // Two rectangles are apart if a line along a side of one of them parts them.
    private static bool Apart(Point[] a, Point[] b) => Parts(a, a, b) || Parts(b, a, b);

    private static bool Parts(Point[] sides, Point[] a, Point[] b)
    {
        for (var i = 0; i < 2; i++)
        {
            var (x, y) = (sides[i + 1].X - sides[i].X, sides[i + 1].Y - sides[i].Y);
            var (onA, onB) = (a.Select(Along).ToArray(), b.Select(Along).ToArray());
            if (onA.Max() <= onB.Min() + 1e-6 || onB.Max() <= onA.Min() + 1e-6)
            {
                return true;
            }

            double Along(Point point) => (point.X * x) + (point.Y * y);
        }

        return false;
    }
}
