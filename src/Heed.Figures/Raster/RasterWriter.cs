using Heed.Figures.Drawing;
using Heed.Figures.Lettering;

namespace Heed.Figures.Raster;

/// <summary>Draws a figure in pixels, for one page and at one scale.</summary>
internal sealed class RasterWriter
{
    private const int LongestSide = 32_767;
    private const double MostPixels = 1 << 26;
    private const double LetterTolerance = 0.02;
    private const double PixelsPerMetre = 96 / 0.0254;

    private readonly Canvas canvas;
    private readonly double scale;
    private readonly bool dark;
    private readonly Polygons polygons = new();

    private RasterWriter(Canvas canvas, double scale, bool dark) => (this.canvas, this.scale, this.dark) = (canvas, scale, dark);

    /// <summary>The figure as a PNG file.</summary>
    /// <exception cref="ArgumentException">The scale is no positive number, or the picture would be too large.</exception>
    public static byte[] Write(Figure figure, double scale, FigureTheme theme)
    {
        var canvas = Draw(figure, scale, theme);
        return PngFile.Encode(
            canvas.Pixels,
            canvas.Width,
            3,
            (int)Math.Round(PixelsPerMetre * scale),
            ("Title", figure.Title),
            ("Description", figure.Description));
    }

    /// <summary>The figure's pixels.</summary>
    public static Canvas Draw(Figure figure, double scale, FigureTheme theme)
    {
        if (!double.IsFinite(scale) || scale <= 0)
        {
            throw new ArgumentException($"A picture cannot be drawn at scale {scale}; expected a positive number, such as 1 or 2.", nameof(scale));
        }

        var (width, height) = (Math.Ceiling((figure.Width * scale) - 1e-6), Math.Ceiling((figure.Height * scale) - 1e-6));
        if (!(width >= 1 && height >= 1 && width <= LongestSide && height <= LongestSide && width * height <= MostPixels))
        {
            throw new ArgumentException(
                $"A figure of {figure.Width:0.##} x {figure.Height:0.##} at scale {scale} cannot be drawn in pixels; expected sides from 1 to {LongestSide} pixels and at most {MostPixels:0} pixels in all.",
                nameof(scale));
        }

        var dark = theme == FigureTheme.Dark;
        var canvas = new Canvas((int)width, (int)height, dark ? Theme.Paper.Dark : Theme.Paper.Light);
        var writer = new RasterWriter(canvas, scale, dark);
        foreach (var shape in figure.Shapes)
        {
            writer.Draw(shape);
        }

        return canvas;
    }

    private void Draw(Shape shape)
    {
        polygons.Clear();
        switch (shape)
        {
            case Box box:
                polygons.Add(Outlines.RoundedBox(box.X * scale, box.Y * scale, box.Width * scale, box.Height * scale, box.Radius * scale));
                Fill(box.Fill, box.Opacity);
                break;
            case Cells cells:
                foreach (var (x, y, width, height) in cells.Items)
                {
                    polygons.Add(Outlines.RoundedBox(x * scale, y * scale, width * scale, height * scale, 0));
                }

                Fill(cells.Fill, 1);
                break;
            case Polygon polygon:
                polygons.Add([.. polygon.Points.Select(Scaled)]);
                Fill(polygon.Fill, polygon.Opacity);
                break;
            case Dot dot:
                polygons.Add(Outlines.Circle(Scaled(dot.Center), dot.Radius * scale));
                Fill(dot.Fill, 1);
                break;
            case Stroke stroke:
                Draw([.. stroke.Points.Select(Scaled)], stroke);
                break;
            case Curve curve:
                var line = new List<Point> { Scaled(curve.From) };
                Outlines.Cubic(line, line[0], Scaled(curve.FromControl), Scaled(curve.ToControl), Scaled(curve.To));
                Stroker.Add(polygons, line, curve.Width * scale, Cap.Flat);
                Fill(curve.Paint, curve.Opacity);
                break;
            case Picture picture:
                Draw(picture);
                break;
            case Label label:
                Draw(label);
                break;
            default:
                throw new NotSupportedException($"{shape.GetType().Name} cannot be drawn in pixels.");
        }
    }

    private void Draw(Point[] line, Stroke stroke)
    {
        if (stroke.Dashed)
        {
            foreach (var dash in Stroker.Dashes(line, Stroke.Dash * scale, Stroke.Gap * scale))
            {
                Stroker.Add(polygons, dash, stroke.Width * scale, stroke.Cap);
            }
        }
        else
        {
            Stroker.Add(polygons, line, stroke.Width * scale, stroke.Cap);
        }

        Fill(stroke.Paint, stroke.Opacity);
    }

    private void Draw(Picture picture)
    {
        var (x, y, width, height) = (picture.X * scale, picture.Y * scale, picture.Width * scale, picture.Height * scale);
        var sampler = new PictureSampler(picture.Image, x, y, width, height, picture.Smooth);
        polygons.Add(Outlines.RoundedBox(x, y, width, height, 0));
        canvas.Fill(polygons, (column, row, cover) =>
        {
            var (r, g, b, opacity) = sampler.At(column, row);
            if (opacity > 0)
            {
                canvas.Paint(column, row, new(Channel(r / opacity), Channel(g / opacity), Channel(b / opacity)), opacity * picture.Opacity, cover);
            }
        });
    }

    private void Draw(Label label)
    {
        var (size, level) = (label.FontSize * scale, label.Rotation == 0);
        var pen = level ? LetterPen.Fitted(size, label.Bold) : LetterPen.Exact(size, label.Bold);
        var share = label.Anchor switch
        {
            Anchor.Middle => 0.5,
            Anchor.End => 1,
            _ => 0,
        };
        var start = -label.Width * scale * share;
        var origin = Scaled(new(label.X, label.Y));
        origin = level ? origin with { Y = Math.Round(origin.Y) } : origin;
        var wider = label.Bold ? LetterPen.BoldAdvance : 1;
        var (sin, cos) = Math.SinCos(label.Rotation * Math.PI / 180);
        foreach (var (_, letter, x) in LetteredLine.Of(label.Text))
        {
            letter.Draw(pen, start + (x * wider * size / 1000), LetterTolerance, contour => polygons.Add(
                [.. contour.Select(point => new Point(origin.X + (point.X * cos) + (point.Y * sin), origin.Y + (point.X * sin) - (point.Y * cos)))]));
        }

        Fill(label.Fill, 1);
    }

    private static byte Channel(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);

    private void Fill(Paint paint, double opacity) => canvas.Fill(polygons, dark ? paint.Dark : paint.Light, opacity);

    private Point Scaled(Point point) => new(point.X * scale, point.Y * scale);
}
