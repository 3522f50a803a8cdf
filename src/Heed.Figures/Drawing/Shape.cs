namespace Heed.Figures.Drawing;

/// <summary>What a figure is made of: a handful of shapes that any writer, vector or raster, can draw in their order.</summary>
internal abstract record Shape;

/// <summary>A filled rectangle.</summary>
internal sealed record Box(double X, double Y, double Width, double Height, Paint Fill) : Shape
{
    public double Radius { get; init; }

    public double Opacity { get; init; } = 1;

    /// <summary>What a pointer resting on the shape reads.</summary>
    public string? Tip { get; init; }
}

/// <summary>Many rectangles of one paint.</summary>
internal sealed record Cells(IReadOnlyList<Cell> Items, Paint Fill) : Shape;

/// <summary>One rectangle of <see cref="Cells"/>.</summary>
internal readonly record struct Cell(double X, double Y, double Width, double Height);

/// <summary>A line through points.</summary>
internal sealed record Stroke(IReadOnlyList<Point> Points, Paint Paint, double Width) : Shape
{
    public double Opacity { get; init; } = 1;

    /// <summary>Lengths of a dash and of the gap after it.</summary>
    public const double Dash = 4;
    public const double Gap = 3;

    public bool Dashed { get; init; }

    public Cap Cap { get; init; } = Cap.Flat;
}

/// <summary>How a line ends: at its last point, or in a half circle about it.</summary>
internal enum Cap
{
    Flat,
    Round,
}

/// <summary>A cubic Bezier curve.</summary>
internal sealed record Curve(Point From, Point FromControl, Point ToControl, Point To, Paint Paint, double Width) : Shape
{
    public double Opacity { get; init; } = 1;
}

/// <summary>A filled polygon that does not cross itself.</summary>
internal sealed record Polygon(IReadOnlyList<Point> Points, Paint Fill) : Shape
{
    public double Opacity { get; init; } = 1;
}

/// <summary>An image stretched over a rectangle.</summary>
internal sealed record Picture(double X, double Y, double Width, double Height, PixelImage Image) : Shape
{
    /// <summary>Interpolate between its pixels; without it each stays a square.</summary>
    public bool Smooth { get; init; }

    public double Opacity { get; init; } = 1;

    /// <summary>What a pointer resting on it, or a reader who cannot see it, is told.</summary>
    public string? Tip { get; init; }
}

/// <summary>A filled circle.</summary>
internal sealed record Dot(Point Center, double Radius, Paint Fill) : Shape;

/// <summary>One line of text; Y is the baseline.</summary>
internal sealed record Label(double X, double Y, string Text, double FontSize, Paint Fill) : Shape
{
    public Anchor Anchor { get; init; } = Anchor.Start;

    public bool Bold { get; init; }

    /// <summary>Degrees, clockwise, about (X, Y).</summary>
    public double Rotation { get; init; }

    public string? Tip { get; init; }

    public double Width => TextMeasure.Width(Text, FontSize, Bold);
}

/// <summary>Which part of a label stands at its X.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>A place in a figure; y grows downwards.</summary>
internal readonly record struct Point(double X, double Y);
