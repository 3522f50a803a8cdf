using Microsoft.Playwright;

namespace Heed.Learn.Tests;

/// <summary>The site in Debian's chromium, on a phone and on a desk, light and dark; skipped where it is not installed.</summary>
[Collection("site")]
public sealed class SiteInBrowserTests(BuiltSite site)
{
    private const string Chromium = "/usr/bin/chromium";

    [Theory]
    [InlineData(400, ColorScheme.Dark)]
    [InlineData(1200, ColorScheme.Light)]
    public async Task No_page_is_wider_than_the_window_asks_for_more_than_its_own_files_or_complains(int width, ColorScheme scheme)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"needs a browser at {Chromium} (apt-get install chromium)");
        var pages = site.Pages.Keys;
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
        });
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 800 } });
        var faults = new List<string>();
        page.Console += (_, message) => faults.Add($"{page.Url}: {message.Text}");
        page.RequestFailed += (_, request) => faults.Add($"{page.Url} lacks {request.Url}");
        page.Request += (_, request) => faults.AddRange(request.Url.StartsWith("file:", StringComparison.Ordinal) ? [] : [$"{page.Url} asks for {request.Url}"]);
        foreach (var name in pages)
        {
            await page.GotoAsync(new Uri(Path.Combine(site.Path, name)).AbsoluteUri);
            var needed = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            faults.AddRange(needed > width ? [$"{name} is {needed} wide in a window of {width}"] : []);
        }

        Assert.Empty(faults);
    }
}
