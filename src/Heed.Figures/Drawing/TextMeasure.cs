using System.Globalization;
using System.Text;
using Heed.Figures.Lettering;

namespace Heed.Figures.Drawing;

/// <summary>
/// Widths of text without a font: those of Heed's own letters, which take the advance widths of Helvetica (as Arial and Liberation
/// Sans do) where it has them, and a cautious width for the rest. A writer stretches each label to the measured width, so labels that do not overlap here overlap nowhere.
/// </summary>
internal static class TextMeasure
{
    public const double LineHeight = 1.35;

    private const int FirstEmoji = 0x1F000;

    /// <summary>The width of one line of text.</summary>
    public static double Width(string text, double fontSize, bool bold = false)
    {
        var thousandths = 0.0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            thousandths += AdvanceOf(elements.GetTextElement());
        }

        return thousandths / 1000 * fontSize * (bold ? LetterPen.BoldAdvance : 1);
    }

    /// <summary>The text, or as much of its beginning as fits with an ellipsis behind it.</summary>
    public static string Shorten(string text, double fontSize, double maxWidth, bool bold = false)
    {
        if (Width(text, fontSize, bold) <= maxWidth)
        {
            return text;
        }

        var kept = new StringBuilder();
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext() && Width($"{kept}{elements.Current}…", fontSize, bold) <= maxWidth)
        {
            kept.Append(elements.Current);
        }

        return $"{kept.ToString().TrimEnd()}…";
    }

    /// <summary>Breaks text at spaces into lines of at most <paramref name="maxWidth"/>; a longer word is shortened.</summary>
    public static IReadOnlyList<string> Wrap(string text, double fontSize, double maxWidth)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Width(longer, fontSize) > maxWidth)
            {
                lines.Add(line);
                longer = word;
            }

            line = Shorten(longer, fontSize, maxWidth);
        }

        if (line.Length > 0)
        {
            lines.Add(line);
        }

        return lines;
    }

    // Emoji joined to one picture are as wide as one.
    public static double AdvanceOf(string element)
    {
        var runes = element.EnumerateRunes();
        var widths = runes.Select(AdvanceOf);
        return runes.Any(rune => rune.Value >= FirstEmoji) ? widths.Max() : widths.Sum();
    }

    public static double AdvanceOf(Rune rune)
    {
        var value = rune.Value;
        if (Alphabet.Find(rune) is { } letter)
        {
            return letter.Advance;
        }

        if (value is 0x200D or (>= 0xFE00 and <= 0xFE0F)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
        {
            return 0;
        }

        return value switch
        {
            0x2026 or (>= 0x3000 and < 0xA000) or (>= 0xAC00 and < 0xD7B0) or (>= 0xF900 and < 0xFB00)
                or (>= 0xFF00 and < 0xFFE0) or (>= 0x20000 and < 0x40000) => 1000,
            >= FirstEmoji => 1300,
            < 0x250 or (>= 0x370 and < 0x700) => Rune.IsUpper(rune) ? 722 : 560,
            _ => 700,
        };
    }
}
