using Heed.Figures.Drawing;

namespace Heed.Figures.Vision;

/// <summary>What an answer rests on, by several methods side by side, each with the scores that say how far it may be trusted.</summary>
public static class MethodPanels
{
    private const double Room = 812;
    private const double LargestSide = 250;
    private const double Gap = 18;
    private const int LeastInRow = 3;
    private const int MostInRow = 5;
    private const double ScoresBelow = 60;
    private const double VerdictBelow = 30;

    /// <summary>Draws the picture and a panel a method.</summary>
    /// <param name="image">What was explained, by one method or more.</param>
    /// <param name="style">Smooth or by patch.</param>
    /// <exception cref="ArgumentException">No method explained it.</exception>
    public static Figure Draw(ExplainedImage image, OverlayStyle style = OverlayStyle.Smooth)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Methods.Count == 0)
        {
            throw new ArgumentException("Methods side by side need at least one method.", nameof(image));
        }

        var count = image.Methods.Count + 1;
        var rows = (count + MostInRow - 1) / MostInRow;
        var inRow = (count + rows - 1) / rows;
        var room = Math.Min(Math.Floor((Room + Gap) / Math.Max(inRow, LeastInRow)) - Gap, LargestSide);
        var panel = new OverlayPanel(image, room, style);
        var pitchX = room + Gap;
        var tested = image.Methods.Any(method => method.Trust is not null);
        var pitchY = panel.Height + 24 + (tested ? ScoresBelow : VerdictBelow);
        var sketch = new Sketch();
        Place(0, out var x, out var y);
        sketch.Text(x, y - 8, "the picture", Sketch.BodyText, Theme.Ink, bold: true);
        panel.DrawShown(sketch, x, y);
        for (var i = 0; i < image.Methods.Count; i++)
        {
            Place(i + 1, out x, out y);
            Draw(sketch, panel, image.Methods[i], x, y, pitchX - 8);
        }

        var bottom = Sketch.Top + 14 + (rows * pitchY);
        OverlayPanel.DrawLegend(sketch, Sketch.Margin, bottom, "no relevance", "the largest of the map");
        var caption = "Each map has its own scale, from 0 to its largest patch. " + (tested ? TrustWords.Brief(image.Explained) : "");
        var width = (2 * Sketch.Margin) + (Math.Max(inRow, LeastInRow) * pitchX) - Gap;
        return sketch.Finish($"What “{image.Explained}” rests on", caption, width, bottom + 30);

        void Place(int index, out double left, out double top) => (left, top) = (
            Sketch.Margin + (index % inRow * pitchX), Sketch.Top + 14 + (index / inRow * pitchY));
    }

    private static void Draw(Sketch sketch, OverlayPanel panel, RelevanceMap method, double x, double y, double room)
    {
        var values = method.Values.ToArray();
        var largest = PatchValues.Largest(values);
        sketch.Text(x, y - 8, TextMeasure.Shorten(method.Name, Sketch.BodyText, room, bold: true), Sketch.BodyText, Theme.Ink, bold: true);
        panel.Draw(sketch, x, y, Array.ConvertAll(values, value => value / largest), $"{method.Name}: {method.Explanation}");
        var line = y + panel.Height + 16;
        sketch.Add(new Dot(new(x + 5, line - 4), 4.5, PaintOf(TrustWords.VerdictOf(method.Trust))));
        sketch.Text(x + 15, line, TrustWords.Short(method.Trust), Sketch.SmallText, Theme.Ink);
        if (method.Trust is { } trust)
        {
            sketch.Text(x, line + 15, TrustWords.Deletion(trust), Sketch.SmallText, Theme.Muted);
            sketch.Text(x, line + 29, TrustWords.Insertion(trust), Sketch.SmallText, Theme.Muted);
        }
    }

    private static Paint PaintOf(TrustVerdict verdict) => verdict switch
    {
        TrustVerdict.Both => Theme.Green,
        TrustVerdict.OneOfTwo => Theme.Olive,
        TrustVerdict.NoBetterThanChance or TrustVerdict.WorseThanChance => Theme.Orange,
        _ => Theme.Hairline,
    };
}
