using Microsoft.Playwright;

namespace Heed.Figures.Tests;

/// <summary>Debian's chromium, started once for a class of tests; where it is not installed the tests are skipped.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
        {
            return;
        }

        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
        });
    }

    /// <summary>Saves a page, opens it from disk and waits until it has drawn.</summary>
    internal async Task<OpenedPage> Open(string html, ColorScheme scheme = ColorScheme.Light)
    {
        Assert.SkipWhen(browser is null, $"needs a browser at {Chromium} (apt-get install chromium)");
        var path = Path.Combine(Path.GetTempPath(), $"heed-{Guid.NewGuid():N}.html");
        await File.WriteAllTextAsync(path, html, TestContext.Current.CancellationToken);
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { ColorScheme = scheme });
        var opened = new OpenedPage(page, path);
        await page.GotoAsync(new Uri(path).AbsoluteUri);
        await page.WaitForSelectorAsync("body[data-ready]");
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }
}

/// <summary>A page in the browser, with everything it complained of and asked for.</summary>
internal sealed class OpenedPage : IAsyncDisposable
{
    private readonly string path;

    public OpenedPage(IPage page, string path)
    {
        Page = page;
        this.path = path;
        page.Console += (_, message) => Add(Errors, message.Type is "error" or "warning" ? message.Text : null);
        page.PageError += (_, error) => Add(Errors, error);
        page.Request += (_, request) => Add(Requests, request.Url == new Uri(path).AbsoluteUri || request.Url == "data:," ? null : request.Url);
    }

    public IPage Page { get; }

    public List<string> Errors { get; } = [];

    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        File.Delete(path);
    }

    private static void Add(List<string> list, string? entry)
    {
        if (entry is not null)
        {
            list.Add(entry);
        }
    }
}
