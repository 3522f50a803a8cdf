using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Heed.Site;

/// <summary>One page of Markdown and where it goes.</summary>
internal sealed class SitePage
{
    public static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseMathematics()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .Build();

    public SitePage(string repository, string source, string target)
    {
        (Source, Target) = (source, target);
        var text = File.ReadAllText(Path.Combine(repository, source));
        Document = Markdown.Parse(text, Pipeline);
        Headings = [.. Document.Descendants<HeadingBlock>().Select(heading => (heading.Level, TextOf(heading.Inline), heading.GetAttributes().Id ?? ""))];
        Title = Headings.FirstOrDefault(heading => heading.Level == 1).Text ?? throw new SiteException($"{source} has no title: its first line is to be '# ' and a name.");
    }

    /// <summary>Its file in the repository, with /.</summary>
    public string Source { get; }

    /// <summary>Its file in the site, with /.</summary>
    public string Target { get; }

    public string Title { get; }

    public MarkdownDocument Document { get; }

    public IReadOnlyList<(int Level, string Text, string Id)> Headings { get; }

    public bool IsOfCourse => char.IsAsciiDigit(Path.GetFileName(Source)[0]);

    /// <summary>The first paragraph, as search engines and previews show it.</summary>
    public string Summary => TextOf(Document.OfType<ParagraphBlock>().FirstOrDefault()?.Inline);

    private static string TextOf(ContainerInline? inline) =>
        inline is null ? "" : string.Concat(inline.Descendants().Select(part => part switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            LineBreakInline => " ",
            _ => "",
        }));
}
