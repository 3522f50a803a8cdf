using System.Text.RegularExpressions;
using Heed.Site;

namespace Heed.Learn.Tests;

[Collection("site")]
public partial class SiteTests(BuiltSite site)
{
    [Fact]
    public void It_has_every_page_of_the_course_and_the_way_from_one_to_the_next()
    {
        var (pages, names) = (site.Pages, Course.Names.ToList());
        Assert.All(names, name => Assert.Contains($"href=\"{name}.html\"", pages["index.html"], StringComparison.Ordinal));
        foreach (var (before, after) in names.Zip(names.Skip(1)))
        {
            Assert.Contains($"<a rel=\"next\" href=\"{after}.html\">", pages[before + ".html"], StringComparison.Ordinal);
            Assert.Contains($"<a rel=\"prev\" href=\"{before}.html\">", pages[after + ".html"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void It_loads_nothing_from_elsewhere_and_needs_no_script()
    {
        Assert.All(site.Pages, page =>
        {
            Assert.DoesNotContain("<script", page.Value, StringComparison.OrdinalIgnoreCase);
            Assert.All(Loaded().Matches(page.Value).Select(match => match.Groups[1].Value), url => Assert.DoesNotContain("//", url, StringComparison.Ordinal));
        });
        var sheets = Directory.GetFiles(Path.Combine(site.Path, "theme"), "*.css").Select(File.ReadAllText);
        // %23 is the # of a picture that the sheet holds, which names a part of itself.
        Assert.All(sheets.SelectMany(sheet => Fetched().Matches(sheet)).Select(match => match.Groups[1].Value), url => Assert.True(
            url.StartsWith("data:", StringComparison.Ordinal) || url.StartsWith("%23", StringComparison.Ordinal) || Path.Exists(Path.Combine(site.Path, "theme", url)),
            $"A style sheet loads {url}."));
    }

    [Fact]
    public void Every_link_within_it_leads_to_a_file_and_a_heading_that_are_there() =>
        Assert.All(site.Pages, page => Assert.All(Link().Matches(page.Value).Select(match => match.Groups[1].Value), link =>
        {
            if (link.StartsWith("https://", StringComparison.Ordinal))
            {
                return;
            }

            var (file, anchor) = link.Split('#') is [var name, var mark] ? (name, mark) : (link, "");
            var path = file.Length == 0 ? Path.Combine(site.Path, page.Key) : Path.GetFullPath(Path.Combine(site.Path, Path.GetDirectoryName(page.Key)!, file));
            Assert.True(File.Exists(path), $"{page.Key} leads to {link}, which is not there.");
            Assert.True(anchor.Length == 0 || File.ReadAllText(path).Contains($"id=\"{anchor}\"", StringComparison.Ordinal), $"{page.Key} leads to {link}, which has no such heading.");
        }));

    [Fact]
    public void Formulas_are_MathML_and_no_dollar_sign_is_left_of_them()
    {
        var pages = site.Pages;
        Assert.Contains("<math", pages["01-soft-lookup.html"], StringComparison.Ordinal);
        Assert.All(Course.Names, name => Assert.DoesNotMatch(@"\$[^\s$][^$<]*\\[a-z]+", Code().Replace(pages[name + ".html"], "")));
    }

    [Fact]
    public void A_formula_that_is_no_TeX_is_named_with_its_page_and_line()
    {
        Assert.SkipUnless(site.Path.Length > 0, "needs the site");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("docs/learn"));
        Directory.CreateDirectory(folder.File("examples"));
        Directory.CreateDirectory(folder.File("docs/site/tools"));
        foreach (var tool in Directory.GetFiles(Path.Combine(Repository.Root, "docs", "site", "tools")))
        {
            File.Copy(tool, folder.File("docs/site/tools/" + Path.GetFileName(tool)));
        }

        foreach (var name in new[] { "README.md", "CONTRIBUTING.md", "docs/learn/README.md", "examples/README.md" })
        {
            File.WriteAllText(folder.File(name), "# A page\n\nA fraction: $\\frac{1$.\n");
        }

        var failure = Assert.Throws<SiteException>(() => SiteBuilder.Build(folder.Path, folder.File("out")));
        Assert.StartsWith(@"docs/learn/README.md(3): '\frac{1' is no formula: ", failure.Message, StringComparison.Ordinal);
    }

    [GeneratedRegex("""(?:src|<link[^>]* href)="([^"]*)""")]
    private static partial Regex Loaded();

    [GeneratedRegex("""url\(["']?([^"')]+)""")]
    private static partial Regex Fetched();

    [GeneratedRegex("""(?:src|href)="([^"]*)""")]
    private static partial Regex Link();

    [GeneratedRegex("<pre.*?</pre>|<code.*?</code>", RegexOptions.Singleline)]
    private static partial Regex Code();
}
