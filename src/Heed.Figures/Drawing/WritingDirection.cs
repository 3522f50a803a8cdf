using System.Text;

namespace Heed.Figures.Drawing;

/// <summary>Which way a text runs: the way of its first strong letter, as HTML's dir="auto" has it.</summary>
internal static class WritingDirection
{
    public static bool IsRightToLeft(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
            {
                return rune.Value is (>= 0x0590 and < 0x0900) or (>= 0xFB1D and < 0xFE00) or (>= 0xFE70 and < 0xFF00);
            }
        }

        return false;
    }
}
