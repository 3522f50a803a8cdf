namespace Heed.Figures.Drawing;

/// <summary>A figure in the making: shapes in drawing order, between a title above and a caption below.</summary>
internal sealed class Sketch
{
    public const double Margin = 24;
    public const double SmallText = 11;
    public const double BodyText = 12.5;
    public const double EquationText = 15;

    private const double TitleSize = 16;
    private readonly List<Shape> shapes = [];

    /// <summary>Where the first thing below a title may begin.</summary>
    public const double Top = 60;

    public void Add(Shape shape) => shapes.Add(shape);

    public void Text(double x, double y, string text, double size, Paint paint, Anchor anchor = Anchor.Start, bool bold = false) =>
        Add(new Label(x, y, text, size, paint) { Anchor = anchor, Bold = bold });

    public void Line(double fromX, double fromY, double toX, double toY, Paint paint, double width = 1) =>
        Add(new Stroke([new(fromX, fromY), new(toX, toY)], paint, width));

    public void Outline(Frame frame, Paint paint, double width) => Add(new Stroke(
        [new(frame.X, frame.Y), new(frame.Right, frame.Y), new(frame.Right, frame.Bottom), new(frame.X, frame.Bottom), new(frame.X, frame.Y)], paint, width));

    /// <summary>Puts the paper below, the title above and, under everything, the equation and the caption.</summary>
    public Figure Finish(string title, string caption, double width, double height, string equation)
    {
        this.Formulate(Margin, height + 14, equation, EquationText, Theme.Ink);
        width = Math.Max(width, Formula.Width(equation, EquationText) + (2 * Margin));
        var figure = Finish(title, caption, width, height + 30);
        return new Figure(title, $"{Formula.Plain(equation)}. {caption}", figure.Width, figure.Height, figure.Shapes)
        {
            Caption = caption,
            CaptionLines = figure.CaptionLines,
            CaptionTop = figure.CaptionTop,
        };
    }

    /// <summary>Puts the paper below, the title above and the caption under everything.</summary>
    public Figure Finish(string title, string caption, double width, double height)
    {
        var inner = width - (2 * Margin);
        var lines = TextMeasure.Wrap(caption, BodyText, inner);

        // Whole pixels: a browser would stretch a figure of 99.6 to 100 and blur every edge in it.
        width = Math.Ceiling(width);
        var total = Math.Ceiling(height + (lines.Count * BodyText * TextMeasure.LineHeight) + (lines.Count > 0 ? Margin : 0));
        var shownTitle = TextMeasure.Shorten(title, TitleSize, inner, bold: true);
        var finished = new List<Shape>
        {
            new Box(0, 0, width, total, Theme.Paper),
            new Label(Margin, Margin + TitleSize, shownTitle, TitleSize, Theme.Ink) { Bold = true },
        };
        finished.AddRange(shapes);
        finished.AddRange(lines.Select((line, i) => new Label(
            Margin, height + (BodyText * (1 + (i * TextMeasure.LineHeight))), line, BodyText, Theme.Muted)));
        return new Figure(title, caption, width, total, finished) { CaptionLines = lines.Count, CaptionTop = Math.Ceiling(height) };
    }
}
