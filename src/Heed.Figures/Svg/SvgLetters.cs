using System.Globalization;
using System.Text;
using Heed.Figures.Drawing;
using Heed.Figures.Lettering;
using Heed.Figures.Raster;
using static Heed.Figures.Svg.SvgText;

namespace Heed.Figures.Svg;

/// <summary>
/// The letters of a document as outlines, each once, a thousand units to the font size. Their names mean the same in every figure,
/// so figures may stand side by side in one HTML page.
/// </summary>
internal sealed class SvgLetters
{
    private const double Tolerance = 0.6;
    private readonly SortedDictionary<string, string> outlines = new(StringComparer.Ordinal);

    /// <summary>A label: its letters for the eye, its text for whoever has it read out.</summary>
    public void Write(StringBuilder svg, Label label, string paintClass)
    {
        var share = label.Anchor switch
        {
            Anchor.Middle => 0.5,
            Anchor.End => 1,
            _ => 0,
        };
        var (size, start) = (label.FontSize / 1000, -label.Width * share);
        var wider = label.Bold ? LetterPen.BoldAdvance : 1;
        svg.Append($"<g class=\"{paintClass}\" role=\"img\" aria-label=\"{Escape(label.Text)}\" transform=\"translate({Number(label.X)} {Number(label.Y)})");
        svg.Append(label.Rotation != 0 ? $" rotate({Number(label.Rotation)})" : "");
        svg.Append(string.Create(CultureInfo.InvariantCulture, $" scale({size:0.#####} {-size:0.#####})\">"));
        if (label.Tip is { } tip)
        {
            svg.Append($"<title>{Escape(tip)}</title>");
        }

        foreach (var (character, letter, x) in LetteredLine.Of(label.Text))
        {
            svg.Append($"<use href=\"#{Name(character, letter, label.Bold)}\" x=\"{Number((start / size) + (x * wider))}\"/>");
        }

        svg.Append("</g>\n");
    }

    /// <summary>The outlines that were used; nothing if none were.</summary>
    public override string ToString() =>
        outlines.Count == 0 ? "" : $"<defs>\n{string.Concat(outlines.Select(outline => $"<path id=\"{outline.Key}\" d=\"{outline.Value}\"/>\n"))}</defs>\n";

    private string Name(Rune character, Letter letter, bool bold)
    {
        // A mark stands as its letter wants it, a box is as wide as its room.
        var place = Alphabet.Find(character) is null ? $"-{Number(letter.Parts[0].X + letter.Advance)}-{Number(letter.Parts[0].Y)}" : "";
        var name = string.Create(CultureInfo.InvariantCulture, $"heed-{(bold ? "bold" : "letter")}-{character.Value:x4}{place}");
        if (!outlines.ContainsKey(name))
        {
            var path = new StringBuilder();
            letter.Draw(LetterPen.Exact(1000, bold), 0, Tolerance, contour => Append(path, contour));
            outlines.Add(name, path.ToString());
        }

        return name;
    }

    // All contours run the same way, so that none cuts a hole into another.
    private static void Append(StringBuilder path, Point[] contour)
    {
        var points = Polygons.SignedArea(contour) < 0 ? contour.Reverse() : contour;
        var (x, y) = (0.0, 0.0);
        var command = 'M';
        foreach (var point in points)
        {
            var (nextX, nextY) = (Math.Round(point.X, 1), Math.Round(point.Y, 1));
            path.Append(CultureInfo.InvariantCulture, $"{command}{nextX - x:0.#} {nextY - y:0.#}");
            (x, y, command) = (nextX, nextY, 'l');
        }

        path.Append('z');
    }
}
