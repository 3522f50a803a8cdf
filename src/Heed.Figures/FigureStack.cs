using Heed.Figures.Drawing;

namespace Heed.Figures;

/// <summary>Several figures as one.</summary>
internal static class FigureStack
{
    /// <summary>Puts figures below one another, on one paper as wide as the widest.</summary>
    public static Figure Of(string title, IReadOnlyList<Figure> figures)
    {
        var width = figures.Max(figure => figure.Width);
        var shapes = new List<Shape> { new Box(0, 0, width, figures.Sum(figure => figure.Height), Theme.Paper) };
        var top = 0.0;
        foreach (var figure in figures)
        {
            shapes.AddRange(figure.Shapes.Select(shape => Down(shape, top)));
            top += figure.Height;
        }

        return new Figure(title, string.Join(' ', figures.Select(figure => figure.Description)), width, top, shapes);
    }

    private static Shape Down(Shape shape, double by) => shape switch
    {
        Box box => box with { Y = box.Y + by },
        Cells cells => cells with { Items = [.. cells.Items.Select(cell => cell with { Y = cell.Y + by })] },
        Stroke stroke => stroke with { Points = [.. stroke.Points.Select(point => Down(point, by))] },
        Curve curve => curve with
        {
            From = Down(curve.From, by),
            FromControl = Down(curve.FromControl, by),
            ToControl = Down(curve.ToControl, by),
            To = Down(curve.To, by),
        },
        Polygon polygon => polygon with { Points = [.. polygon.Points.Select(point => Down(point, by))] },
        Picture picture => picture with { Y = picture.Y + by },
        Dot dot => dot with { Center = Down(dot.Center, by) },
        Label label => label with { Y = label.Y + by },
        _ => throw new NotSupportedException($"{shape.GetType().Name} cannot be moved."),
    };

    private static Point Down(Point point, double by) => point with { Y = point.Y + by };
}
