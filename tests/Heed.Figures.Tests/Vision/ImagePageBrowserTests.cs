using Heed.Figures.Vision;
using Microsoft.Playwright;

namespace Heed.Figures.Tests.Vision;

/// <summary>The page of an explained picture as a reader meets it: opened from disk in a real browser.</summary>
public sealed class ImagePageBrowserTests(Browser browser) : IClassFixture<Browser>
{
    private readonly ExplainedImage image = Pictures.Explained();

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_page_opens_without_an_error_and_without_a_request(ColorScheme scheme)
    {
        await using var opened = await browser.Open(ImagePage.Render(image, [EncodingPicture.Draw(Pictures.Encoded())]), scheme);

        Assert.Empty(opened.Errors);
        Assert.Empty(opened.Requests);
        Assert.Equal("disc.png: disc", await opened.Page.TextContentAsync("h1"));
        Assert.Equal(image.Methods.Select(method => method.Name), await opened.Page.Locator(".method b").AllTextContentsAsync());
        Assert.Equal(image.NumLayers * (image.NumHeads + 1), await opened.Page.Locator(".map").CountAsync());
    }

    [Fact]
    public async Task The_method_that_is_most_trusted_is_shown_first_and_another_can_be_chosen()
    {
        await using var opened = await browser.Open(ImagePage.Render(image));
        Assert.Equal("1", await opened.Page.InputValueAsync("#method"));
        Assert.Contains("The model does rely on", await opened.Page.TextContentAsync("#verdict"));
        var before = await Drawing(opened, "reason-map");

        await opened.Page.Locator(".method").First.ClickAsync();

        Assert.Equal("0", await opened.Page.InputValueAsync("#method"));
        Assert.NotEqual(before, await Drawing(opened, "reason-map"));
        Assert.Contains("Do not read a reason", await opened.Page.TextContentAsync("#verdict"));
    }

    [Fact]
    public async Task Pointing_at_a_patch_shows_what_that_patch_attends_to()
    {
        await using var opened = await browser.Open(ImagePage.Render(image));
        await opened.Page.SelectOptionAsync("#layer", "2");
        await opened.Page.SelectOptionAsync("#head", "3");
        var (patch, tokens) = (7, image.NumTokens);
        var box = (await opened.Page.Locator("#reason-map").BoundingBoxAsync())!;

        await opened.Page.Mouse.MoveAsync(box.X + (box.Width * 2.5f / 5), box.Y + (box.Height * 1.5f / 3));

        var row = image.Weights.Span.Slice(((((1 * 3) + 2) * tokens) + 1 + patch) * tokens, tokens)[1..].ToArray();
        var most = Array.IndexOf(row, row.Max());
        Assert.Contains($"The patch in row 2, column 3, layer 2, head 3: most on row {(most / 5) + 1}, column {(most % 5) + 1} (", await opened.Page.TextContentAsync("#look-status"));
        Assert.Equal("What this patch attends to", await opened.Page.TextContentAsync("#look-title"));
        Assert.Contains("Patch in row 2, column 3", await opened.Page.TextContentAsync("#reason-status"));
    }

    [Fact]
    public async Task Pointing_at_a_picture_of_a_stem_finds_the_token_whose_centre_is_nearest()
    {
        await using var opened = await browser.Open(ImagePage.Render(Pictures.Explained(hasStem: true)));
        var box = (await opened.Page.Locator("#reason-map").BoundingBoxAsync())!;

        // 20 x 12 pixels of which tokens see 0.5, 4.5, 8.5, ...: 15 is nearest to 16.5, 7.5 to 8.5.
        await opened.Page.Mouse.MoveAsync(box.X + (box.Width * 15 / 20), box.Y + (box.Height * 7.5f / 12));

        Assert.Contains("Patch in row 3, column 5", await opened.Page.TextContentAsync("#reason-status"));
    }

    [Fact]
    public async Task The_cells_of_a_stem_are_drawn_about_the_centres_of_its_tokens()
    {
        await using var opened = await browser.Open(ImagePage.Render(Pictures.Explained(hasStem: true)));
        var of = await Drawn(opened);
        await using var cut = await browser.Open(ImagePage.Render(Pictures.Explained()));

        Assert.NotEqual(await Drawn(cut), of);

        static async Task<(string Smooth, string Cells)> Drawn(OpenedPage page)
        {
            var smooth = await Drawing(page, "reason-map");
            await page.Page.CheckAsync("#cells");
            return (smooth, await Drawing(page, "reason-map"));
        }
    }

    [Fact]
    public async Task A_window_that_changes_its_size_before_the_pictures_are_there_draws_nothing_yet()
    {
        await using var opened = await browser.Open(ImagePage.Render(image).Replace("</body>", "<script>dispatchEvent(new Event('resize'));</script></body>", StringComparison.Ordinal));

        Assert.Empty(opened.Errors);
    }

    [Fact]
    public async Task Unpointed_it_shows_what_the_class_token_attends_to()
    {
        await using var opened = await browser.Open(ImagePage.Render(image));
        await opened.Page.Locator(".map").Nth(1).ClickAsync();
        var map = image.HeadMap(0, 1);
        var most = Array.IndexOf(map, map.Max());

        Assert.Equal("2", await opened.Page.InputValueAsync("#head"));
        Assert.Contains($"The class token, layer 1, head 2: most on row {(most / 5) + 1}, column {(most % 5) + 1} ", await opened.Page.TextContentAsync("#look-status"));
    }

    [Fact]
    public async Task The_keyboard_reaches_patches_methods_and_heads()
    {
        await using var opened = await browser.Open(ImagePage.Render(image));
        await opened.Page.FocusAsync("#look-map");
        foreach (var key in new[] { "ArrowRight", "ArrowRight", "ArrowDown", "Enter" })
        {
            await opened.Page.Keyboard.PressAsync(key);
        }

        await opened.Page.FocusAsync("#method");
        Assert.Contains("The patch in row 2, column 2", await opened.Page.TextContentAsync("#look-status"));
        await opened.Page.Keyboard.PressAsync("Escape");
        Assert.Contains("The class token", await opened.Page.TextContentAsync("#look-status"));
        await opened.Page.Locator(".map[tabindex='0']").FocusAsync();
        await opened.Page.Keyboard.PressAsync("ArrowUp");
        await opened.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("1", await opened.Page.InputValueAsync("#layer"));
    }

    [Fact]
    public async Task Patches_can_be_shown_as_they_are()
    {
        await using var opened = await browser.Open(ImagePage.Render(image));
        var smooth = await Drawing(opened, "reason-map");

        await opened.Page.CheckAsync("#cells");

        Assert.NotEqual(smooth, await Drawing(opened, "reason-map"));
        Assert.Empty(opened.Errors);
    }

    [Fact]
    public async Task Nothing_is_wider_than_a_narrow_window()
    {
        var wide = Pictures.Explained(6, 20, 3, 12, name: new string('w', 200), label: new string('l', 90));
        await using var opened = await browser.Open(ImagePage.Render(wide, [EncodingPicture.Draw(Pictures.Encoded())]));
        await opened.Page.SetViewportSizeAsync(390, 800);
        await opened.Page.WaitForFunctionAsync("() => document.documentElement.scrollWidth <= 390");
    }

    [Fact]
    public async Task Pictures_of_any_shape_and_models_of_any_kind_are_shown()
    {
        var tiny = new ExplainedImage("a.png", Pictures.Disc(4, 4), 1, 1, 0, 0, default, [1], [new ScoredLabel("a", 1)]);
        foreach (var other in new[] { tiny, Pictures.Explained(9, 1, 1, 1, hasClassToken: false), Pictures.Explained(tested: false) })
        {
            await using var opened = await browser.Open(ImagePage.Render(other));
            Assert.Empty(opened.Errors);
        }
    }

    private static async Task<string> Drawing(OpenedPage opened, string id) =>
        await opened.Page.EvaluateAsync<string>($"() => document.getElementById('{id}').toDataURL()");
}
