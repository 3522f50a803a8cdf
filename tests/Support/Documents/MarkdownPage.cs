using System.Text.RegularExpressions;

namespace Heed.Testing;

/// <summary>A block between ``` lines.</summary>
/// <param name="Language">The word behind the opening ```.</param>
/// <param name="Start">The line of the opening ```, counted from 0.</param>
/// <param name="End">The line of the closing one.</param>
internal sealed record Fence(string Language, int Start, int End);

/// <summary>A page of Markdown, as the tests read it: its lines, its fences, and what stands between them.</summary>
internal sealed partial class MarkdownPage
{
    public MarkdownPage(string path, string text)
    {
        FilePath = path;
        Lines = text.ReplaceLineEndings("\n").Split('\n');
        Fences = [.. ReadFences(Lines)];
    }

    public string FilePath { get; }

    public string Name => Path.GetFileName(FilePath);

    public string[] Lines { get; }

    public IReadOnlyList<Fence> Fences { get; }

    /// <summary>The lines outside of fences, without code and formulas; those inside are empty, so that the numbers stay.</summary>
    public IReadOnlyList<string> Prose =>
        [.. Lines.Select((line, i) => Fences.Any(fence => fence.Start <= i && i <= fence.End) ? "" : CodeOrFormula().Replace(line, ""))];

    /// <summary>The lines of its headings, with the number of #.</summary>
    public IEnumerable<(int Level, string Text)> Headings =>
        Prose.Select(line => Heading().Match(line)).Where(match => match.Success).Select(match => (match.Groups[1].Length, match.Groups[2].Value));

    /// <summary>What may stand behind # in a link to this page, as GitHub makes it of headings.</summary>
    public IEnumerable<string> Anchors =>
        Lines.Where((_, i) => !Fences.Any(fence => fence.Start <= i && i <= fence.End))
            .Select(line => Heading().Match(line)).Where(match => match.Success)
            .Select(match => NoWord().Replace(match.Groups[2].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>Its links and pictures: whether it is a picture, its text, its target, its line counted from 0.</summary>
    public IEnumerable<(bool IsImage, string Text, string Target, int Line)> Links =>
        Prose.SelectMany((line, i) => Link().Matches(line).Select(match => (match.Groups[1].Length > 0, match.Groups[2].Value, match.Groups[3].Value, i)));

    public static MarkdownPage Read(string path) => new(path, File.ReadAllText(path));

    /// <summary>The fences of one language as one program: every other line is empty, so that line numbers are those of the page.</summary>
    public string Program(string language) =>
        string.Join('\n', Lines.Select((line, i) => Fences.Any(fence => fence.Language == language && fence.Start < i && i < fence.End) ? line : ""));

    /// <summary>The page and line, counted from 1, of a line counted from 0.</summary>
    public string Place(int line) => $"{Name}({line + 1})";

    private static IEnumerable<Fence> ReadFences(string[] lines)
    {
        for (var start = 0; start < lines.Length; start++)
        {
            if (lines[start].StartsWith("```", StringComparison.Ordinal))
            {
                var end = Array.FindIndex(lines, start + 1, line => line.TrimEnd() == "```");
                yield return end >= 0 ? new Fence(lines[start][3..].Trim(), start, end) : throw new FormatException($"The ``` of line {start + 1} is never closed.");
                start = end;
            }
        }
    }

    [GeneratedRegex(@"`[^`]*`|\$[^$]+\$")]
    private static partial Regex CodeOrFormula();

    [GeneratedRegex(@"^(#+)\s+(.+?)\s*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoWord();

    [GeneratedRegex(@"(!?)\[([^\]]*)\]\(([^)\s]+)[^)]*\)")]
    private static partial Regex Link();
}
