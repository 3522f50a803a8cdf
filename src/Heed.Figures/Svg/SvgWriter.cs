using System.Text;
using Heed.Figures.Drawing;
using Heed.Figures.Raster;
using static Heed.Figures.Svg.SvgText;

namespace Heed.Figures.Svg;

/// <summary>
/// Writes a figure as SVG 1.1. Colours are classes, so that one style sheet holds both the light page and the dark one; the
/// names begin with "heed-" and mean the same in every figure, so figures may stand side by side in one HTML page.
/// </summary>
internal static class SvgWriter
{
    private const string FontFamily = "Helvetica, Arial, 'Liberation Sans', sans-serif";

    /// <summary>The document.</summary>
    /// <param name="figure">What it shows.</param>
    /// <param name="outlinedText">Letters as outlines, for machines without fonts, rather than as text.</param>
    public static string Write(Figure figure, bool outlinedText = false)
    {
        var styles = new SvgStyles();
        var letters = outlinedText ? new SvgLetters() : null;
        var body = new StringBuilder();
        foreach (var shape in figure.Shapes)
        {
            Write(body, shape, styles, letters);
        }

        var (width, height) = (Number(figure.Width), Number(figure.Height));
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" aria-label="{Escape(figure.Title)}" font-family="{FontFamily}">
            <title>{Escape(figure.Title)}</title>
            <desc>{Escape(figure.Description)}</desc>
            <style>
            {styles}</style>
            {letters}{body}</svg>

            """.ReplaceLineEndings("\n");
    }

    private static void Write(StringBuilder svg, Shape shape, SvgStyles styles, SvgLetters? letters)
    {
        switch (shape)
        {
            case Box box:
                svg.Append($"<rect class=\"{styles.Fill(box.Fill)}\"");
                Attributes(svg, ("x", box.X), ("y", box.Y), ("width", box.Width), ("height", box.Height));
                Optional(svg, "rx", box.Radius, 0);
                Optional(svg, "opacity", box.Opacity, 1);
                Close(svg, "rect", box.Tip);
                break;
            case Cells cells:
                svg.Append($"<path class=\"{styles.Fill(cells.Fill)}\" d=\"");
                foreach (var (x, y, width, height) in cells.Items)
                {
                    svg.Append($"M{Number(x)} {Number(y)}h{Number(width)}v{Number(height)}h{Number(-width)}z");
                }

                svg.Append("\"/>\n");
                break;
            case Stroke stroke:
                svg.Append($"<polyline class=\"{styles.Stroke(stroke.Paint)}\" points=\"");
                svg.AppendJoin(' ', stroke.Points.Select(point => $"{Number(point.X)},{Number(point.Y)}"));
                svg.Append('"');
                Attributes(svg, ("stroke-width", stroke.Width));
                Optional(svg, "opacity", stroke.Opacity, 1);
                svg.Append(stroke.Cap == Cap.Round ? " stroke-linecap=\"round\"" : "");
                svg.Append(stroke.Dashed ? $" stroke-dasharray=\"{Stroke.Dash} {Stroke.Gap}\"/>\n" : "/>\n");
                break;
            case Curve curve:
                svg.Append($"<path class=\"{styles.Stroke(curve.Paint)}\" d=\"M{Pair(curve.From)}C{Pair(curve.FromControl)} ");
                svg.Append($"{Pair(curve.ToControl)} {Pair(curve.To)}\"");
                Attributes(svg, ("stroke-width", curve.Width));
                Optional(svg, "opacity", curve.Opacity, 1);
                svg.Append("/>\n");
                break;
            case Polygon polygon:
                svg.Append($"<polygon class=\"{styles.Fill(polygon.Fill)}\" points=\"");
                svg.AppendJoin(' ', polygon.Points.Select(point => $"{Number(point.X)},{Number(point.Y)}"));
                svg.Append('"');
                Optional(svg, "opacity", polygon.Opacity, 1);
                svg.Append("/>\n");
                break;
            case Picture picture:
                Write(svg, picture);
                break;
            case Dot dot:
                svg.Append($"<circle class=\"{styles.Fill(dot.Fill)}\"");
                Attributes(svg, ("cx", dot.Center.X), ("cy", dot.Center.Y), ("r", dot.Radius));
                svg.Append("/>\n");
                break;
            case Label label:
                Write(svg, label, styles, letters);
                break;
        }
    }

    private static void Write(StringBuilder svg, Picture picture)
    {
        svg.Append("<image");
        Attributes(svg, ("x", picture.X), ("y", picture.Y), ("width", picture.Width), ("height", picture.Height));
        Optional(svg, "opacity", picture.Opacity, 1);
        svg.Append(" preserveAspectRatio=\"none\"").Append(picture.Smooth ? "" : " style=\"image-rendering:pixelated\"");
        svg.Append(" href=\"data:image/png;base64,").Append(Convert.ToBase64String(PngFile.Encode(picture.Image.Rgba, picture.Image.Width, 4))).Append('"');
        Close(svg, "image", picture.Tip);
    }

    private static void Write(StringBuilder svg, Label label, SvgStyles styles, SvgLetters? letters)
    {
        if (label.Text.Length == 0)
        {
            return;
        }

        if (letters is not null)
        {
            letters.Write(svg, label, styles.Fill(label.Fill));
            return;
        }

        svg.Append($"<text class=\"{styles.Fill(label.Fill)}\"");
        Attributes(svg, ("x", label.X), ("y", label.Y), ("font-size", label.FontSize));
        svg.Append(label.Bold ? " font-weight=\"bold\"" : "");
        svg.Append(label.Anchor switch
        {
            Anchor.Middle => " text-anchor=\"middle\"",
            Anchor.End => " text-anchor=\"end\"",
            _ => "",
        });
        if (label.Rotation != 0)
        {
            svg.Append($" transform=\"rotate({Number(label.Rotation)} {Number(label.X)} {Number(label.Y)})\"");
        }

        if (label.Width > 0)
        {
            svg.Append($" textLength=\"{Number(label.Width)}\" lengthAdjust=\"spacingAndGlyphs\"");
        }

        svg.Append('>').Append(Escape(label.Text));
        if (label.Tip is { } tip)
        {
            svg.Append($"<title>{Escape(tip)}</title>");
        }

        svg.Append("</text>\n");
    }

    private static string Pair(Point point) => $"{Number(point.X)} {Number(point.Y)}";

    private static void Attributes(StringBuilder svg, params ReadOnlySpan<(string Name, double Value)> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            svg.Append($" {name}=\"{Number(value)}\"");
        }
    }

    private static void Optional(StringBuilder svg, string name, double value, double usual)
    {
        if (value != usual)
        {
            Attributes(svg, (name, value));
        }
    }

    private static void Close(StringBuilder svg, string element, string? tip) =>
        svg.Append(tip is null ? "/>\n" : $"><title>{Escape(tip)}</title></{element}>\n");
}
