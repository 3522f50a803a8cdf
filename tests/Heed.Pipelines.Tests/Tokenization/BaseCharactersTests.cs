using System.Globalization;
using System.Text;
using Heed.Pipelines.Tokenization;

namespace Heed.Pipelines.Tests.Tokenization;

public class BaseCharactersTests
{
    // The runs of this suite have no ICU, so these are recorded from the Unicode Character Database.
    [Theory]
    [InlineData("é", "e")]
    [InlineData("Ǖ", "U")]
    [InlineData("ệ", "e")]
    [InlineData("ᾇ", "α")]
    [InlineData("ё", "е")]
    [InlineData("Å", "A")]
    [InlineData("≠", "=")]
    [InlineData("가", "가")]
    [InlineData("힣", "ᄒ\u1175\u11C2")]
    [InlineData("が", "か")]
    [InlineData("豈", "豈")]
    [InlineData("ß", "ß")]
    [InlineData("ø", "ø")]
    [InlineData("𝅗𝅥", "𝅗𝅥")]
    public void A_character_loses_its_marks(string character, string expected) => Assert.Equal(expected, Decompose(character.EnumerateRunes().First()) + (character.EnumerateRunes().Count() > 1 ? character[2..] : ""));

    [Fact]
    public void What_is_left_holds_no_mark_and_decomposes_no_further()
    {
        for (var value = 0; value < 0x30000; value++)
        {
            if (!Rune.IsValid(value) || Rune.GetUnicodeCategory(new Rune(value)) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            var bases = Decompose(new Rune(value));
            Assert.NotEmpty(bases);
            Assert.Equal(bases, string.Concat(bases.EnumerateRunes().Select(Decompose)));
            Assert.DoesNotContain(bases.EnumerateRunes(), rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark);
        }
    }

    private static string Decompose(Rune rune)
    {
        Span<int> bases = stackalloc int[3];
        var count = BaseCharacters.Decompose(rune, bases);
        return string.Concat(bases[..count].ToArray().Select(value => new Rune(value).ToString()));
    }
}
