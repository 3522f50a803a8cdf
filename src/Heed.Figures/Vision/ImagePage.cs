using System.Net;
using System.Text;

namespace Heed.Figures.Vision;

/// <summary>
/// One HTML file in which a reader sees what a model made of a picture: the answer, what it rests on by each method and how far that may be trusted,
/// what every head and every patch attends to. Style, script and data are inside; the page may not load anything and says so to the browser.
/// </summary>
public static class ImagePage
{
    /// <summary>Writes the page; a file of that name is replaced only when the new one is complete.</summary>
    /// <inheritdoc cref="Render"/>
    public static void Save(string path, ExplainedImage image, IReadOnlyList<Figure>? encoding = null) => WholeFile.Write(path, Render(image, encoding));

    /// <summary>The page as HTML.</summary>
    /// <param name="image">What was explained.</param>
    /// <param name="encoding">Pictures of how the picture becomes tokens, to be shown with their captions.</param>
    public static string Render(ExplainedImage image, IReadOnlyList<Figure>? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        var tested = image.Methods.Any(method => method.Trust is not null);
        return PageTemplate.Fill("Vision", new Dictionary<string, string>
        {
            ["title"] = WebUtility.HtmlEncode($"{image.Name}: {image.Scores[0].Label}"),
            ["reader"] = WebUtility.HtmlEncode(image.Reader),
            ["tests"] = WebUtility.HtmlEncode("Each map has its own scale, from 0 to its largest patch." + (tested ? " " + TrustWords.Explanation(image.Explained) : "")),
            ["put-to-the-test"] = tested ? "So each map is tested." : "So a map wants a test, which was left out here.",
            ["curves"] = tested ? Section([TrustCharts.Draw(image)]) : "",
            ["encoding"] = encoding is { Count: > 0 } ? Section(encoding) : "",
            ["data"] = ImagePageData.ToJson(image),
        });
    }

    private static string Section(IReadOnlyList<Figure> figures)
    {
        var html = new StringBuilder($"<section aria-label=\"{WebUtility.HtmlEncode(figures[0].Title)}\">\n");
        foreach (var figure in figures)
        {
            html.Append("<figure>\n").Append(figure.WithoutCaption().ToSvg());
            html.Append($"<figcaption>{WebUtility.HtmlEncode(figure.Caption)}</figcaption>\n</figure>\n");
        }

        return html.Append("</section>").ToString();
    }
}
