using System.Text.Json;
using System.Text.RegularExpressions;
using Heed.Figures.Explorer;

namespace Heed.Figures.Tests;

public partial class ExplorerPageTests
{
    [Theory]
    [MemberData(nameof(FigureTests.Hostile), MemberType = typeof(FigureTests))]
    public void A_hostile_text_neither_ends_the_data_nor_changes_the_page(string text)
    {
        var example = Examples.Of(text, label: text);
        var page = ExplorerPage.Render([example], text, [TokenStrip.Draw(example)]);
        var plain = ExplorerPage.Render([Examples.Of("plain")], "plain", [TokenStrip.Draw(Examples.Of("plain"))]);
        Assert.Equal(Regex.Count(plain, "<script|</script"), Regex.Count(page, "<script|</script"));
        Assert.Equal(text.Replace("\uD800", "\uFFFD"), Data(page).GetProperty("examples")[0].GetProperty("text").GetString());
    }

    [Fact]
    public void Data_holds_nothing_that_html_or_javascript_could_read_as_its_own()
    {
        var page = ExplorerPage.Render([Examples.Of("</script> <!-- & \u2028 \u2029 '\"")]);
        Assert.DoesNotMatch("[<>&\u2028\u2029]", DataText(page));
    }

    [Fact]
    public void The_page_refers_to_nothing_outside()
    {
        var page = ExplorerPage.Render([Examples.Review()], figures: [TokenStrip.Draw(Examples.Review())]);
        Assert.DoesNotMatch("https?:|//[a-z]|@import|<(img|iframe|object|embed)|src=", page.Replace("http://www.w3.org/2000/svg", "").Replace(DataText(page), ""));
        Assert.Contains("default-src 'none'", page);
    }

    [Fact]
    public void Six_layers_of_eight_heads_over_128_tokens_stay_below_two_megabytes()
    {
        // Noise is the hardest to pack.
        var random = new Random(7);
        var weights = new float[6 * 8 * 128 * 128];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = random.NextSingle() / 128;
        }

        var names = Enumerable.Range(0, 128).Select(i => $"token{i}").ToArray();
        var maps = new AttentionMaps(names, [.. Enumerable.Range(0, 128)], 6, 8, weights);
        Assert.True(ExplorerPage.Render([new ExplainedText(string.Join(' ', names), maps, [new("x", 1)])]).Length < 2_000_000);
    }

    [Fact]
    public void A_page_without_an_example_is_refused() => Assert.Throws<ArgumentException>(() => ExplorerPage.Render([]));

    private static JsonElement Data(string page) => JsonDocument.Parse(DataText(page)).RootElement;

    private static string DataText(string page) => DataElement().Match(page).Groups[1].Value;

    [GeneratedRegex("<script type=\"application/json\" id=\"heed-data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex DataElement();
}
