using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Heed.Site;

/// <summary>C# as HTML, its words marked with what they are: k keyword, s text, n number, c comment, t type, m method.</summary>
internal static class CodeColors
{
    /// <param name="code">A piece of a program; it need not compile by itself.</param>
    public static string Html(string code)
    {
        var html = new StringBuilder();
        var tokens = CSharpSyntaxTree.ParseText(code).GetRoot().DescendantTokens().ToList();
        for (var i = 0; i < tokens.Count; i++)
        {
            Trivia(html, tokens[i].LeadingTrivia);
            Mark(html, KindOf(tokens[i], i + 1 < tokens.Count ? tokens[i + 1] : default), tokens[i].Text);
            Trivia(html, tokens[i].TrailingTrivia);
        }

        return html.ToString();
    }

    private static string KindOf(SyntaxToken token, SyntaxToken next) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "n",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringStartToken
            or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken => "s",
        var kind when SyntaxFacts.IsKeywordKind(kind) => "k",
        SyntaxKind.IdentifierToken when token.Text is "var" or "await" => "k",
        SyntaxKind.IdentifierToken when next.IsKind(SyntaxKind.OpenParenToken) && char.IsUpper(token.Text[0]) && !IsNew(token) => "m",
        SyntaxKind.IdentifierToken when char.IsUpper(token.Text[0]) && !token.GetPreviousToken().IsKind(SyntaxKind.DotToken) => "t",
        _ => "",
    };

    private static bool IsNew(SyntaxToken token) => token.GetPreviousToken().IsKind(SyntaxKind.NewKeyword);

    private static void Trivia(StringBuilder html, SyntaxTriviaList list)
    {
        foreach (var trivia in list)
        {
            Mark(html, trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) ? "c" : "", trivia.ToFullString());
        }
    }

    private static void Mark(StringBuilder html, string kind, string text)
    {
        var escaped = WebUtility.HtmlEncode(text);
        html.Append(kind.Length == 0 ? escaped : $"<i class=\"{kind}\">{escaped}</i>");
    }
}
