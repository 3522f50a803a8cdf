using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Heed.Site;

/// <summary>The order of the pages: the course as its README lists it, part by part, then the reference.</summary>
internal sealed class SiteContents
{
    public const string Home = "index.html";

    private readonly List<SitePage> course;

    public SiteContents(IReadOnlyList<SitePage> pages)
    {
        var home = pages.Single(page => page.Target == Home);
        var byName = pages.Where(page => page.IsOfCourse).ToDictionary(page => Path.GetFileName(page.Source));
        var parts = new List<(string Title, IReadOnlyList<SitePage> Pages)>();
        var heading = home.Title;
        foreach (var block in home.Document)
        {
            if (block is HeadingBlock { Level: 2, Inline: { } title })
            {
                heading = string.Concat(title.Descendants<LiteralInline>().Select(part => part.Content.ToString()));
            }
            else if (block is ListBlock or Markdig.Extensions.Tables.Table)
            {
                var listed = block.Descendants<LinkInline>().Select(link => link.Url ?? "").Where(byName.ContainsKey).Select(name => byName[name]).ToList();
                if (listed.Count > 0)
                {
                    parts.Add((heading, listed));
                }
            }
        }

        course = [.. byName.Values.OrderBy(page => page.Source, StringComparer.Ordinal)];
        if (course.Except(parts.SelectMany(part => part.Pages)).FirstOrDefault() is { } unlisted)
        {
            throw new SiteException($"{home.Source} does not list {unlisted.Source}.");
        }

        parts.Add(("Reference", [.. pages.Where(page => !page.IsOfCourse && page != home)]));
        Parts = parts;
    }

    public IReadOnlyList<(string Title, IReadOnlyList<SitePage> Pages)> Parts { get; }

    /// <summary>The pages of the course before and after one; the first comes after the home page.</summary>
    public (SitePage? Previous, SitePage? Next) Neighbours(SitePage page) =>
        page.Target == Home ? (null, course.FirstOrDefault())
        : course.IndexOf(page) is >= 0 and var place ? (course.ElementAtOrDefault(place - 1), course.ElementAtOrDefault(place + 1))
        : (null, null);
}
