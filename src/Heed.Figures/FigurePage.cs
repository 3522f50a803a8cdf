using System.Net;
using System.Text;

namespace Heed.Figures;

/// <summary>Figures below one another on one HTML page, light or dark as the reader has it. The page may not load anything and says so to the browser.</summary>
public static class FigurePage
{
    // The paper and the inks are those of the figures.
    private const string Style = """
        :root { --paper: #ffffff; --ink: #1a1d23; --muted: #5a6270; --hairline: #d5dae1; color-scheme: light; }
        @media (prefers-color-scheme: dark) {
          :root { --paper: #14171c; --ink: #e8eaee; --muted: #a3acba; --hairline: #363d48; color-scheme: dark; }
        }
        body { margin: 0 auto; padding: 24px; max-width: 940px; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
        h1 { font-size: 26px; line-height: 1.25; margin: 12px 24px 4px; }
        p { margin: 0 24px; color: var(--muted); }
        figure { margin: 28px 0; padding: 4px 0 24px; border-top: 1px solid var(--hairline); overflow-x: auto; }
        svg { display: block; max-width: 100%; min-width: 620px; height: auto; }
        svg rect { shape-rendering: crispEdges; }
        figcaption { margin: 8px 24px 0; max-width: 70ch; }
        """;

    /// <summary>The page as HTML.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="introduction">A few words below it.</param>
    /// <param name="figures">The figures, their letters as outlines; the caption of each is set below it as text of the page.</param>
    public static string Render(string title, string introduction, IReadOnlyList<Figure> figures)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(introduction);
        ArgumentNullException.ThrowIfNull(figures);
        var body = new StringBuilder();
        foreach (var figure in figures)
        {
            body.Append("<figure>\n").Append(figure.WithoutCaption().ToSvg(outlinedText: true));
            body.Append($"<figcaption>{WebUtility.HtmlEncode(figure.Caption)}</figcaption>\n</figure>\n");
        }

        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body data-ready>
            <h1>{WebUtility.HtmlEncode(title)}</h1>
            <p>{WebUtility.HtmlEncode(introduction)}</p>
            {body}</body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    /// <summary>Writes the page; a file of that name is replaced only when the new one is complete.</summary>
    /// <inheritdoc cref="Render"/>
    public static void Save(string path, string title, string introduction, IReadOnlyList<Figure> figures) =>
        WholeFile.Write(path, Render(title, introduction, figures));
}
