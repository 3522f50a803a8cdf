namespace Heed.Site;

/// <summary>From links between files of the repository to links between files of the site.</summary>
internal sealed class SiteLinks(string repository, IReadOnlyList<SitePage> pages)
{
    private readonly Dictionary<string, SitePage> bySource = pages.ToDictionary(page => page.Source);
    private readonly SortedDictionary<string, string> files = new(StringComparer.Ordinal);

    /// <summary>Files that pages show, and where they go: from the repository to the site.</summary>
    public IReadOnlyDictionary<string, string> Files => files;

    /// <summary>What stands in the site for a link of a page; null if the site has nothing of the kind, as of source code.</summary>
    /// <exception cref="SiteException">It leads to nothing.</exception>
    public string? Resolve(SitePage page, string link)
    {
        if (link.StartsWith("https://", StringComparison.Ordinal) || link.StartsWith('#'))
        {
            return link;
        }

        var (path, anchor) = link.Split('#') is [var file, var mark] ? (file, "#" + mark) : (link, "");
        var source = Path.GetRelativePath(repository, Path.GetFullPath(Path.Combine(repository, Path.GetDirectoryName(page.Source)!, path))).Replace('\\', '/');
        if (bySource.TryGetValue(source, out var other))
        {
            return Relative(page.Target, other.Target) + anchor;
        }

        if (!Path.Exists(Path.Combine(repository, source)))
        {
            throw new SiteException($"{page.Source} points to {link}, which is not there.");
        }

        if (Path.GetExtension(source) is not (".svg" or ".png" or ".html"))
        {
            return null;
        }

        var target = files[source] = source.StartsWith("docs/learn/", StringComparison.Ordinal) ? source["docs/learn/".Length..] : "reference/" + source;
        return Relative(page.Target, target);
    }

    /// <summary>How a page of the site writes another file of it.</summary>
    public static string Relative(string from, string to) =>
        Path.GetRelativePath(Path.Combine("/", Path.GetDirectoryName(from)!), Path.Combine("/", to)).Replace('\\', '/');
}
