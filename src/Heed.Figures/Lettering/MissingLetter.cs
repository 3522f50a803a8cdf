using System.Globalization;
using System.Text;

namespace Heed.Figures.Lettering;

/// <summary>What stands for a character that has no letter: a box with its code point in it, two rows of hexadecimal digits.</summary>
internal static class MissingLetter
{
    private const double Edge = 40;
    private static readonly Skeleton[] Digits =
        [.. "0123456789ABCDEF".Select(digit => Alphabet.Find(new Rune(digit))!.Parts[0].Skeleton)];

    /// <summary>The box, as wide as the advance.</summary>
    public static Letter Of(Rune character, double advance)
    {
        var width = Math.Max(advance - (2 * Edge), 120);
        var (left, right) = (Edge + 30, Edge + width - 30);
        var frame = Skeleton.Parse(string.Create(
            CultureInfo.InvariantCulture,
            $"t .5 m {left} =-90 l {left} =720 l {right} =720 l {right} =-90 l {left} =-90"));
        var digits = character.Value.ToString(character.Value > 0xFFFF ? "X6" : "X4", CultureInfo.InvariantCulture);
        var perRow = digits.Length / 2;
        var pitch = (right - left - 80) / perRow;
        var share = Math.Min(0.42, pitch / 640);
        var parts = new List<Letter.Part> { new(frame, 0, 0, 1) };
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = Digits[Convert.ToInt32(digits[i].ToString(), 16)];
            var middle = left + 40 + (((i % perRow) + 0.5) * pitch);
            parts.Add(new(digit, middle - (share * (digit.Left + digit.Right) / 2), i < perRow ? 375 : -15, share));
        }

        return new Letter(advance, parts);
    }
}
