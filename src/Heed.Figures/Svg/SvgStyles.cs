using System.Text;
using Heed.Figures.Drawing;

namespace Heed.Figures.Svg;

/// <summary>The paints that a document uses, as classes for a light page and for a dark one.</summary>
internal sealed class SvgStyles
{
    private readonly SortedDictionary<string, Paint> fills = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Paint> strokes = new(StringComparer.Ordinal);

    public string Fill(Paint paint)
    {
        fills[paint.Name] = paint;
        return $"heed-{paint.Name}";
    }

    public string Stroke(Paint paint)
    {
        strokes[paint.Name] = paint;
        return $"heed-{paint.Name}-line";
    }

    public override string ToString()
    {
        var sheet = new StringBuilder();
        Rules(sheet, paint => paint.Light);
        sheet.Append("@media (prefers-color-scheme: dark) {\n");
        Rules(sheet, paint => paint.Dark);
        return sheet.Append("}\n").ToString();
    }

    private void Rules(StringBuilder sheet, Func<Paint, Rgb> color)
    {
        foreach (var (name, paint) in fills)
        {
            sheet.Append($".heed-{name}{{fill:{color(paint).Hex}}}\n");
        }

        foreach (var (name, paint) in strokes)
        {
            sheet.Append($".heed-{name}-line{{fill:none;stroke:{color(paint).Hex}}}\n");
        }
    }
}
