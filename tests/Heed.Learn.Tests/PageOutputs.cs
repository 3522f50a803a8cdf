using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Heed.Learn.Tests;

/// <summary>
/// The ```output fences of a page, and how they are written anew: before the code that follows such a fence the program prints a
/// mark, so that what comes before the mark belongs to the fence.
/// </summary>
internal sealed class PageOutputs
{
    private const char Mark = '\u001e';

    private readonly MarkdownPage page;
    private readonly List<Fence> fences;
    private readonly List<int> lines;

    public PageOutputs(MarkdownPage page)
    {
        this.page = page;
        fences = [.. page.Fences.Where(fence => fence.Language == "output")];
        lines = [.. fences.SelectMany(fence => Enumerable.Range(fence.Start + 1, fence.End - fence.Start - 1))];
    }

    /// <summary>What the page says is printed.</summary>
    public string Text => string.Join('\n', lines.Select(line => page.Lines[line]));

    /// <summary>The program with its marks.</summary>
    public string MarkedProgram
    {
        get
        {
            var program = page.Program("csharp");
            foreach (var position in Boundaries().Select(boundary => boundary.Position).OrderDescending())
            {
                program = program.Insert(position, $"Console.Write('\\u{(int)Mark:x4}'); ");
            }

            return program;
        }
    }

    /// <summary>The page and line of a line of <see cref="Text"/>.</summary>
    public string Place(int line) =>
        page.Place(line < lines.Count ? lines[line] : fences.Count > 0 ? fences[^1].End : page.Lines.Length - 1);

    /// <summary>The page with what the marked program printed.</summary>
    public string Rewrite(string printed)
    {
        var parts = printed.ReplaceLineEndings("\n").Split(Mark);
        var ends = Boundaries().Select(boundary => boundary.Line).ToList();
        var text = new List<string>(page.Lines);
        for (var part = parts.Length - 1; part >= 0; part--)
        {
            var (from, to) = (part == 0 ? -1 : ends[part - 1], part < ends.Count ? ends[part] : int.MaxValue);
            var own = fences.Where(fence => fence.Start > from && fence.Start < to).ToList();
            var rest = parts[part].TrimEnd() is { Length: > 0 } some ? some.Split('\n').Select(line => line.TrimEnd()).ToList() : [];
            Assert.True(own.Count > 0 || rest.Count == 0, $"{page.Name} has no ```output fence for what its last lines print: {string.Join('\n', rest)}");
            var shares = new List<List<string>>();
            foreach (var fence in own)
            {
                var share = fence == own[^1] ? rest.Count : Math.Min(rest.Count, fence.End - fence.Start - 1);
                shares.Add(rest[..share]);
                rest = rest[share..];
            }

            for (var i = own.Count - 1; i >= 0; i--)
            {
                text.RemoveRange(own[i].Start + 1, own[i].End - own[i].Start - 1);
                text.InsertRange(own[i].Start + 1, shares[i]);
            }
        }

        return string.Join('\n', text);
    }

    // Where code follows an output: the line of its fence, and the place of its first statement in the program. Code that goes
    // on in the middle of a statement has none.
    private List<(int Line, int Position)> Boundaries()
    {
        var tree = CSharpSyntaxTree.ParseText(page.Program("csharp"));
        var statements = tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().ToList();
        var boundaries = new List<(int Line, int Position)>();
        foreach (var output in fences)
        {
            var code = page.Fences.FirstOrDefault(fence => fence.Language == "csharp" && fence.Start > output.End);
            var next = code is null ? -1 : statements.FindIndex(statement => LineOf(tree, statement.Span.End) > code.Start);
            if (next >= 0 && LineOf(tree, statements[next].SpanStart) > code!.Start && !boundaries.Exists(boundary => boundary.Line == code.Start))
            {
                boundaries.Add((code.Start, statements[next].SpanStart));
            }
        }

        return boundaries;
    }

    private static int LineOf(SyntaxTree tree, int position) => tree.GetText().Lines.GetLinePosition(position).Line;
}
