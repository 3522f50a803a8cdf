using System.Net;
using System.Text;

namespace Heed.Figures.Explorer;

/// <summary>
/// One HTML file in which a reader explores attention: choose an example, a layer, a head; point at a token and see what it looks
/// at and what looks at it. Style, script and data are inside; the page may not load anything and says so to the browser.
/// </summary>
public static class ExplorerPage
{
    /// <summary>Writes the page; a file of that name is replaced only when the new one is complete.</summary>
    /// <inheritdoc cref="Render"/>
    public static void Save(
        string path, IReadOnlyList<ExplainedText> examples, string title = DefaultTitle, IReadOnlyList<Figure>? figures = null) =>
        WholeFile.Write(path, Render(examples, title, figures));

    /// <summary>The page as HTML.</summary>
    /// <param name="examples">The explained texts; the first is shown when the page opens.</param>
    /// <param name="title">The heading.</param>
    /// <param name="figures">Pictures to be shown below, with their captions.</param>
    /// <exception cref="ArgumentException">There is no example.</exception>
    public static string Render(
        IReadOnlyList<ExplainedText> examples, string title = DefaultTitle, IReadOnlyList<Figure>? figures = null)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(title);
        if (examples.Count == 0)
        {
            throw new ArgumentException("An explorer page needs at least one example.", nameof(examples));
        }

        return PageTemplate.Fill("Explorer", new Dictionary<string, string>
        {
            ["title"] = WebUtility.HtmlEncode(title),
            ["data"] = ExplorerData.ToJson(examples),
            ["figures"] = Figures(figures ?? []),
        });
    }

    private const string DefaultTitle = "What the model attends to";

    private static string Figures(IReadOnlyList<Figure> figures)
    {
        var html = new StringBuilder();
        foreach (var figure in figures)
        {
            html.Append("<figure>\n").Append(figure.ToSvg()).Append("</figure>\n");
        }

        return figures.Count == 0 ? "" : $"<section aria-labelledby=\"figures-title\">\n<h2 id=\"figures-title\">Figures</h2>\n{html}</section>";
    }
}
