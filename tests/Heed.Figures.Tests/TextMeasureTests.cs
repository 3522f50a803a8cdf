using Heed.Figures.Drawing;

namespace Heed.Figures.Tests;

public class TextMeasureTests
{
    [Fact]
    public void Widths_are_those_of_helvetica() => Assert.Equal((0.722 + 0.556 + 0.556 + 0.556) * 10, TextMeasure.Width("Heed", 10), 6);

    [Fact]
    public void An_accent_takes_no_room() => Assert.Equal(TextMeasure.Width("cafe", 10), TextMeasure.Width("café", 10));

    [Fact]
    public void A_joined_family_is_as_wide_as_one_person() => Assert.Equal(TextMeasure.Width("👩", 10), TextMeasure.Width("👩‍👩‍👧‍👦", 10));

    [Fact]
    public void Shortening_never_cuts_a_character_in_two()
    {
        var text = string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 9));
        var shortened = TextMeasure.Shorten(text, 10, 60);
        Assert.EndsWith("👦…", shortened);
        Assert.True(TextMeasure.Width(shortened, 10) <= 60);
    }

    [Fact]
    public void Wrapped_lines_fit_and_lose_no_word()
    {
        const string Text = "A weight says how much of a token's mixture a head took from another token.";
        var lines = TextMeasure.Wrap(Text, 12, 150);
        Assert.Equal(Text, string.Join(' ', lines));
        Assert.All(lines, line => Assert.True(TextMeasure.Width(line, 12) <= 150));
    }
}
