using System.Globalization;
using Heed.Figures.Analysis;
using Heed.Figures.Drawing;
using Heed.Figures.Explorer;
using Microsoft.Playwright;

namespace Heed.Figures.Tests;

/// <summary>The explorer page as a reader meets it: opened from disk in a real browser.</summary>
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task The_page_opens_without_an_error_and_without_a_request()
    {
        await using var opened = await browser.Open(ExplorerPage.Render([Examples.Review(), Examples.Of("</script><script>throw 1</script>")]));
        await opened.Page.SelectOptionAsync("#example", "1");
        await Expect(opened, "document.body.dataset.ready === '1'");
        Assert.Empty(opened.Errors);
        Assert.Empty(opened.Requests);
        Assert.Equal("</script><script>throw 1</script>", await opened.Page.TextContentAsync("#text"));
    }

    [Fact]
    public async Task A_window_that_changes_its_size_before_the_weights_are_unpacked_draws_nothing_yet()
    {
        const string Early = "<script>dispatchEvent(new Event('resize'));</script></body>";
        await using var opened = await browser.Open(ExplorerPage.Render([Examples.Review()]).Replace("</body>", Early, StringComparison.Ordinal));
        Assert.Empty(opened.Errors);
    }

    [Fact]
    public async Task The_strip_shows_the_shares_that_the_library_computes()
    {
        foreach (var readOut in Enum.GetValues<ReadOut>())
        {
            var review = Examples.Review();
            var example = new ExplainedText(review.Text, review.Attention, review.Scores, review.Spans) { ReadOut = readOut };
            await using var opened = await browser.Open(ExplorerPage.Render([example]));
            var shares = WordShare.Of(example);
            Assert.Equal(shares.Select(word => word.Text), await opened.Page.Locator(".chip > span").AllTextContentsAsync());
            Assert.All(shares.Zip(await Weights(opened)), pair => Assert.Equal(pair.First.Share, pair.Second, 0.001));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pointing_at_a_token_shows_its_row_which_sums_to_one(bool words)
    {
        var example = Examples.Review();
        await using var opened = await browser.Open(ExplorerPage.Render([example]));
        await opened.Page.SetCheckedAsync("#words", words);
        await opened.Page.SetCheckedAsync("#specials", true);
        await opened.Page.SelectOptionAsync("#layer", "2");
        await opened.Page.SelectOptionAsync("#head", "3");
        await opened.Page.Locator(".chip").Nth(4).HoverAsync();
        var shown = await Weights(opened);
        var maps = words ? WordMerging.Merge(example.Attention) : example.Attention;
        Assert.Equal(1, shown.Sum(), 0.002);
        Assert.All(maps.Head(1, 2).Slice(4 * maps.SeqLen, maps.SeqLen).ToArray().Zip(shown), pair => Assert.Equal(pair.First, pair.Second, 0.001));
        Assert.NotEqual(0, await opened.Page.Locator("#arcs path").CountAsync());
    }

    [Fact]
    public async Task Another_layer_or_head_is_another_drawing()
    {
        await using var opened = await browser.Open(ExplorerPage.Render([Examples.Review()]));
        var drawings = new List<string> { await Drawing(opened) };
        await opened.Page.SelectOptionAsync("#head", "2");
        drawings.Add(await Drawing(opened));
        await opened.Page.SelectOptionAsync("#layer", "2");
        drawings.Add(await Drawing(opened));
        await opened.Page.Locator(".map").Nth(2).ClickAsync();
        drawings.Add(await Drawing(opened));
        Assert.Equal("3", await opened.Page.InputValueAsync("#head"));
        Assert.Equal(4, drawings.Distinct().Count());
    }

    [Fact]
    public async Task The_keyboard_reaches_tokens_and_heads()
    {
        await using var opened = await browser.Open(ExplorerPage.Render([Examples.Review()]));
        await opened.Page.Locator(".chip").First.FocusAsync();
        await opened.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Contains("“expected”", await opened.Page.TextContentAsync("#status"));
        await opened.Page.Keyboard.PressAsync("Enter");
        await opened.Page.Locator(".map").First.FocusAsync();
        Assert.Contains("“expected”", await opened.Page.TextContentAsync("#status"));
        await opened.Page.Keyboard.PressAsync("Escape");
        Assert.DoesNotContain("“expected”", await opened.Page.TextContentAsync("#status"));
        await opened.Page.Keyboard.PressAsync("ArrowDown");
        await opened.Page.Keyboard.PressAsync("ArrowRight");
        await opened.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("2", await opened.Page.InputValueAsync("#layer"));
        Assert.Equal("2", await opened.Page.InputValueAsync("#head"));
    }

    [Fact]
    public async Task Long_and_short_texts_are_shown()
    {
        var nothing = new ExplainedText("", new AttentionMaps(["[CLS]"], [-1], 1, 1, new[] { 1f }), [new("x", 1)]);
        await using var opened = await browser.Open(ExplorerPage.Render([nothing, Examples.Of(string.Join(' ', Enumerable.Repeat("word", 510)), 2, 2)]));
        Assert.Contains("no word", await opened.Page.TextContentAsync("#status"));
        await opened.Page.SelectOptionAsync("#example", "1");
        await Expect(opened, "document.body.dataset.ready === '1'");
        Assert.Equal(510, await opened.Page.Locator(".chip").CountAsync());
        Assert.Empty(opened.Errors);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_text_can_be_read_in_light_and_dark(ColorScheme scheme)
    {
        await using var opened = await browser.Open(ExplorerPage.Render([Examples.Review()]), scheme);
        await opened.Page.Locator(".map").Nth(3).ClickAsync();
        var pairs = await opened.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('h1, h2, p, label, legend, dt, .chip, .map, .axis, #scores span, #strip-max')]
              .filter(element => element.textContent.trim() && element.offsetParent).map(element => {
                let behind = element;
                while (behind && getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
                return `${getComputedStyle(element).color}|${getComputedStyle(behind ?? document.body).backgroundColor}|${element.textContent.trim().slice(0, 30)}`;
              })
            """);
        Assert.True(pairs.Length > 30);
        Assert.All(pairs, pair =>
        {
            var parts = pair.Split('|');
            Assert.True(Rgb.Contrast(Color(parts[0]), Color(parts[1])) >= 4.2, pair);
        });
    }

    [Fact]
    public async Task Nothing_is_wider_than_a_narrow_window()
    {
        await using var opened = await browser.Open(ExplorerPage.Render([Examples.Of($"short {new string('w', 200)}", 6, 12)]));
        await opened.Page.SetViewportSizeAsync(390, 800);
        await Expect(opened, "document.documentElement.scrollWidth <= 390");
    }

    private static Rgb Color(string css)
    {
        var channels = css[(css.IndexOf('(') + 1)..^1].Split(',').Select(channel => byte.Parse(channel, CultureInfo.InvariantCulture)).ToArray();
        return new Rgb(channels[0], channels[1], channels[2]);
    }

    private static async Task<double[]> Weights(OpenedPage opened) =>
        await opened.Page.EvaluateAsync<double[]>("() => [...document.querySelectorAll('.chip')].map(chip => Number(chip.dataset.weight))");

    private static async Task<string> Drawing(OpenedPage opened) =>
        await opened.Page.EvaluateAsync<string>("() => document.getElementById('heat').toDataURL()");

    private static async Task Expect(OpenedPage opened, string condition) =>
        await opened.Page.WaitForFunctionAsync($"() => {condition}");
}
