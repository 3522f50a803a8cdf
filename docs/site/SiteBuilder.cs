namespace Heed.Site;

/// <summary>Builds the site: the course at the top, everything else of docs below reference/.</summary>
public static class SiteBuilder
{
    // Whoever passes a font on passes its licence on.
    private static readonly (string From, string To)[] PackageFiles =
    [
        ("temml/dist/Temml-Local.css", "equations.css"),
        ("temml/dist/Temml.woff2", "Temml.woff2"),
        ("temml/LICENSE", "temml-LICENSE.txt"),
        ("@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2", "stix-two-math.woff2"),
        ("@fontsource/stix-two-math/LICENSE", "stix-two-math-LICENSE.txt"),
    ];

    /// <summary>Writes the site.</summary>
    /// <param name="repository">The folder of Heed.slnx.</param>
    /// <param name="output">The folder of the site; files of that name are replaced.</param>
    /// <returns>The number of pages.</returns>
    /// <exception cref="SiteException">A link, a formula or a tool is missing; one sentence each.</exception>
    public static int Build(string repository, string output)
    {
        var pages = Sources(repository).Select(source => new SitePage(repository, source, TargetOf(source))).ToList();
        var tools = new SiteTools(repository);
        var equations = new Equations(pages, tools);
        var links = new SiteLinks(repository, pages);
        var template = new PageTemplate(new SiteContents(pages));
        foreach (var page in pages)
        {
            var path = Path.Combine(output, page.Target);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, template.Html(page, PageRenderers.Render(page, equations, links)));
        }

        foreach (var (source, target) in links.Files)
        {
            Copy(Path.Combine(repository, source), Path.Combine(output, target));
        }

        Copy(Path.Combine(repository, "docs", "site", "theme", "site.css"), Path.Combine(output, "theme", "site.css"));
        foreach (var (from, to) in PackageFiles)
        {
            Copy(tools.PackageFile(from), Path.Combine(output, "theme", to));
        }

        return pages.Count;
    }

    /// <summary>The folder of Heed.slnx that <paramref name="folder"/> lies in.</summary>
    public static string FindRepository(string folder)
    {
        for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "Heed.slnx")))
            {
                return above.FullName;
            }
        }

        throw new SiteException($"Heed.slnx is neither in {folder} nor above it: start this within the clone.");
    }

    private static IEnumerable<string> Sources(string repository)
    {
        var learn = Directory.GetFiles(Path.Combine(repository, "docs", "learn"), "*.md").Select(path => $"docs/learn/{Path.GetFileName(path)}");
        var docs = Directory.GetFiles(Path.Combine(repository, "docs"), "*.md").Select(path => $"docs/{Path.GetFileName(path)}");
        return [.. learn.Order(StringComparer.Ordinal), "README.md", "examples/README.md", .. docs.Order(StringComparer.Ordinal), "CONTRIBUTING.md"];
    }

    private static string TargetOf(string source)
    {
        var name = Path.GetFileNameWithoutExtension(source).ToLowerInvariant();
        return source == "docs/learn/README.md" ? SiteContents.Home
            : source == "examples/README.md" ? "reference/examples.html"
            : source.StartsWith("docs/learn/", StringComparison.Ordinal) ? $"{name}.html"
            : $"reference/{name}.html";
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to, overwrite: true);
    }
}
