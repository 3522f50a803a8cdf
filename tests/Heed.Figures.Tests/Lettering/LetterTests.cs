using System.Text;
using Heed.Figures.Drawing;
using Heed.Figures.Lettering;
using Heed.Figures.Raster;

namespace Heed.Figures.Tests.Lettering;

public class LetterTests
{
    private const string Required =
        "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
        + "¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"
        + "ĀāĂăĄąĆćČčĎĐđĒēĖėĘęĚěĞğĪīŁłŃńŇňŐőŒœŘřŚśŞşŠšŢţŪūŮůŰűŹźŻżŽžȘșȚț"
        + "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρςστυφχψω"
        + "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя"
        + "–—‘’“”…•·←→↑↓↔⇒×÷±√∑∏∫∞∂∇∈≤≥≈≠∥⊙⊕⋅−ᵀ⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙₘₜ";

    public static TheoryData<bool> Weights => [false, true];

    private static IEnumerable<Rune> Inked => Alphabet.Covered.Where(character => !Rune.IsWhiteSpace(character));

    [Fact]
    public void Every_character_of_the_alphabets_that_figures_use_has_a_letter() =>
        Assert.All(Required.EnumerateRunes(), character => Assert.NotNull(Alphabet.Find(character)));

    [Theory]
    [MemberData(nameof(Weights))]
    public void Every_letter_has_ink_and_keeps_it_within_its_advance(bool bold)
    {
        var outside = new List<string>();
        foreach (var character in Inked)
        {
            var points = Contours(character, LetterPen.Exact(1000, bold)).SelectMany(contour => contour).ToList();
            Assert.NotEmpty(points);
            var advance = Alphabet.Find(character)!.Advance * (bold ? LetterPen.BoldAdvance : 1);
            var (left, right) = (points.Min(point => point.X), points.Max(point => point.X));
            var (bottom, top) = (points.Min(point => point.Y), points.Max(point => point.Y));
            if (left < -12 || right > advance + 12 || bottom < -320 || top > 980)
            {
                outside.Add($"{character} x {left:0} to {right:0} of {advance:0}, y {bottom:0} to {top:0}");
            }
        }

        Assert.True(outside.Count == 0, string.Join('\n', outside));
    }

    [Theory]
    [MemberData(nameof(Weights))]
    public void No_two_characters_draw_the_same_ink(bool bold)
    {
        var seen = new Dictionary<string, Rune>();
        var same = new List<string>();
        foreach (var character in Inked.Where(character => !Alphabet.IsTwin(character)))
        {
            var ink = string.Join(' ', Contours(character, LetterPen.Exact(40, bold))
                .SelectMany(contour => contour).Select(point => $"{point.X:0.0},{point.Y:0.0}"));
            if (!seen.TryAdd(ink, character))
            {
                same.Add($"{character} and {seen[ink]}");
            }
        }

        Assert.True(same.Count == 0, string.Join('\n', same));
    }

    [Fact]
    public void Letters_that_look_alike_differ_in_pixels_even_when_small()
    {
        foreach (var (a, b) in ((string, string)[])[("I", "l"), ("0", "O"), ("1", "l"), ("rn", "m"), ("5", "S"), ("8", "B"), ("−", "–"), ("e", "c")])
        {
            Assert.NotEqual(Pixels(a, 11).ToArray(), Pixels(b, 11).ToArray());
        }
    }

    [Fact]
    public void A_character_without_a_letter_is_a_box_with_its_code_point()
    {
        var (one, other, blank) = (Pixels("日", 30).ToArray(), Pixels("本", 30).ToArray(), Pixels("", 30).ToArray());
        Assert.NotEqual(blank, one);
        Assert.NotEqual(one, other);
        Assert.Contains(LetteredLine.Of("🙂"), letter => letter.Letter.Parts.Count == 1 + 6);
        Assert.Single(LetteredLine.Of("👩‍👩‍👧‍👦"));
    }

    [Fact]
    public void Letters_stand_where_the_measure_says()
    {
        var letters = LetteredLine.Of("Av ⁹→é").ToList();
        Assert.Equal(TextMeasure.Width("Av ", 1000), letters[2].X, 6);
        Assert.Equal(TextMeasure.Width("Av ⁹→", 1000), letters[4].X, 6);
    }

    [Fact]
    public void A_combining_accent_stands_over_its_letter()
    {
        var (joined, apart) = (LetteredLine.Of("é").Single(), LetteredLine.Of("e\u0301").ToList());
        Assert.Equal(2, apart.Count);
        Assert.Equal(joined.Letter.Parts[1].X, apart[1].Letter.Parts[0].X + apart[1].X);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12.5)]
    [InlineData(16)]
    public void Small_text_has_its_bars_on_whole_pixels(double size)
    {
        foreach (var character in "ELFH")
        {
            foreach (var point in Contours(new Rune(character), LetterPen.Fitted(size, bold: false)).Where(contour => contour.Length == 4).SelectMany(contour => contour))
            {
                Assert.Equal(Math.Round(point.Y), point.Y, 1e-9);
            }
        }
    }

    [Fact]
    public void Ink_is_that_of_a_pen_of_even_breadth()
    {
        // I is a stem: its area is its height times its breadth.
        Assert.Equal(84 * 716, Math.Abs(Contours(new Rune('I'), LetterPen.Exact(1000, false)).Sum(contour => Polygons.SignedArea(contour))), 1);
        // o is a ring between two ovals whose radii differ by a stem across and a bar up.
        var ring = Math.Abs(Contours(new Rune('o'), LetterPen.Exact(1000, false)).Sum(contour => Polygons.SignedArea(contour)));
        Assert.InRange(ring, 0.9 * Math.PI * 80 * 428, 1.1 * Math.PI * 80 * 428);
    }

    private static List<Point[]> Contours(Rune character, LetterPen pen)
    {
        var contours = new List<Point[]>();
        Alphabet.Find(character)!.Draw(pen, 0, 0.5, contours.Add);
        return contours;
    }

    private static ReadOnlySpan<byte> Pixels(string text, double size) =>
        RasterWriter.Draw(new Figure("t", "d", 40, 40, [new Label(4, 32, text, size, Theme.Ink)]), 1, FigureTheme.Light).Pixels;
}
