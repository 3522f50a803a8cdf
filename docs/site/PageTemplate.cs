using System.Net;
using System.Text;

namespace Heed.Site;

/// <summary>A page of HTML around what was written: contents at the side, the neighbours below. No script, nothing from elsewhere.</summary>
internal sealed class PageTemplate(SiteContents contents)
{
    public string Html(SitePage page, string body)
    {
        var (previous, next) = contents.Neighbours(page);
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="description" content="{Escape(page.Summary)}">
            <title>{Escape(page.Title)}{(page.Target == SiteContents.Home ? "" : " · Heed")}</title>
            <link rel="stylesheet" href="{SiteLinks.Relative(page.Target, "theme/equations.css")}">
            <link rel="stylesheet" href="{SiteLinks.Relative(page.Target, "theme/site.css")}">
            </head>
            <body>
            <a class="skip" href="#text">To the text</a>
            <details class="menu"><summary>Contents</summary>
            {Contents(page)}</details>
            <nav class="side" aria-label="Contents">
            {Contents(page)}</nav>
            <main id="text">
            {body}<nav class="neighbours" aria-label="Neighbours">
            {Neighbour(page, previous, "prev", "Before")}{Neighbour(page, next, "next", "Next")}</nav>
            </main>
            </body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    private string Contents(SitePage page)
    {
        var html = new StringBuilder();
        html.Append($"<p class=\"home\"><a href=\"{SiteLinks.Relative(page.Target, SiteContents.Home)}\">Heed</a></p>\n");
        foreach (var (title, pages) in contents.Parts)
        {
            html.Append($"<p class=\"part\">{Escape(title)}</p>\n<ul>\n");
            foreach (var entry in pages)
            {
                html.Append(entry == page
                    ? $"<li><a aria-current=\"page\" href=\"#text\">{Escape(entry.Title)}</a>{Sections(page)}</li>\n"
                    : $"<li><a href=\"{SiteLinks.Relative(page.Target, entry.Target)}\">{Escape(entry.Title)}</a></li>\n");
            }

            html.Append("</ul>\n");
        }

        return html.ToString();
    }

    private static string Sections(SitePage page)
    {
        var sections = page.Headings.Where(heading => heading.Level == 2).Select(heading => $"<li><a href=\"#{heading.Id}\">{Escape(heading.Text)}</a></li>").ToList();
        return sections.Count == 0 ? "" : $"\n<ul>{string.Concat(sections)}</ul>";
    }

    private static string Neighbour(SitePage page, SitePage? other, string relation, string word) =>
        other is null ? "" : $"<a rel=\"{relation}\" href=\"{SiteLinks.Relative(page.Target, other.Target)}\"><small>{word}</small> {Escape(other.Title)}</a>\n";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
