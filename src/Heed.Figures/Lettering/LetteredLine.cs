using System.Globalization;
using System.Text;
using Heed.Figures.Drawing;

namespace Heed.Figures.Lettering;

/// <summary>One line of text as letters at their places, from the left end of the baseline.</summary>
internal static class LetteredLine
{
    /// <summary>The letters of a text and where each begins, in thousandths of the font size of the regular weight.</summary>
    public static IEnumerable<(Rune Character, Letter Letter, double X)> Of(string text)
    {
        var x = 0.0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            var end = x + TextMeasure.AdvanceOf(element);
            var (start, below) = (x, x);
            (Rune Character, Letter Letter)? previous = null;
            foreach (var rune in element.EnumerateRunes())
            {
                if (previous is { } under && Alphabet.FindMark(rune, under.Character, under.Letter) is { } mark)
                {
                    yield return (rune, mark, below);
                    continue;
                }

                // Characters that are joined to one picture are shown by the first of them.
                var advance = Math.Min(TextMeasure.AdvanceOf(rune), end - start);
                if (advance > 0)
                {
                    if (!Rune.IsWhiteSpace(rune))
                    {
                        var letter = Alphabet.Find(rune) ?? MissingLetter.Of(rune, advance);
                        yield return (rune, letter, start);
                        (previous, below) = ((rune, letter), start);
                    }

                    start += advance;
                }
            }

            x = end;
        }
    }
}
