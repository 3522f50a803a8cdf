using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Heed.Site;

/// <summary>What is written otherwise than Markdig would: formulas as MathML, code with its colours, links of the site.</summary>
internal static class PageRenderers
{
    public static string Render(SitePage page, Equations equations, SiteLinks links)
    {
        using var text = new StringWriter();
        var html = new HtmlRenderer(text);
        SitePage.Pipeline.Setup(html);
        html.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new InlineFormula(equations));
        html.ObjectRenderers.Replace<HtmlMathBlockRenderer>(new BlockFormula(equations));
        html.ObjectRenderers.Replace<CodeBlockRenderer>(new Code());
        html.ObjectRenderers.Replace<HtmlTableRenderer>(new WideTable());
        html.ObjectRenderers.Replace<LinkInlineRenderer>(new Link(page, links));
        html.Render(page.Document);
        return text.ToString();
    }

    private sealed class InlineFormula(Equations equations) : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline obj) =>
            renderer.Write(obj.DelimiterCount == 2 ? $"<span class=\"equation\" tabindex=\"0\">{equations.Of(obj)}</span>" : equations.Of(obj));
    }

    private sealed class BlockFormula(Equations equations) : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock obj) =>
            renderer.Write("<div class=\"equation\" tabindex=\"0\">").Write(equations.Of(obj)).WriteLine("</div>");
    }

    private sealed class Code : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock obj)
        {
            var language = (obj as FencedCodeBlock)?.Info ?? "";
            var code = obj.Lines.ToString();
            renderer.Write($"<pre class=\"{(language == "output" ? "output" : "code")}\" tabindex=\"0\"><code>");
            if (language == "csharp")
            {
                renderer.Write(CodeColors.Html(code));
            }
            else
            {
                renderer.WriteEscape(code);
            }

            renderer.WriteLine("</code></pre>");
        }
    }

    // A table wider than the page is scrolled by itself.
    private sealed class WideTable : HtmlTableRenderer
    {
        protected override void Write(HtmlRenderer renderer, Table table)
        {
            renderer.Write("<div class=\"wide\" tabindex=\"0\">");
            base.Write(renderer, table);
            renderer.WriteLine("</div>");
        }
    }

    private sealed class Link(SitePage page, SiteLinks links) : LinkInlineRenderer
    {
        protected override void Write(HtmlRenderer renderer, LinkInline link)
        {
            if (links.Resolve(page, link.Url ?? "") is not { } target)
            {
                renderer.WriteChildren(link);
                return;
            }

            link.Url = target;
            if (!link.IsImage)
            {
                base.Write(renderer, link);
                return;
            }

            renderer.Write("<span class=\"picture\" tabindex=\"0\">");
            base.Write(renderer, link);
            renderer.Write("</span>");
        }
    }
}
