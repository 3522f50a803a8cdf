using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Heed.Learn.Tests;

/// <summary>
/// Compares two pictures in SVG so that they hold on any processor: the same elements in the same order; texts as
/// <see cref="PrintedText"/> compares them, places to half a pixel, colours to two steps of their scale.
/// </summary>
internal static partial class DrawnPicture
{
    private const double Places = 0.5;
    private const double Steps = 2;

    /// <summary>Fails, saying where, unless they agree.</summary>
    public static void AssertAgrees(string expectedPath, string actualPath)
    {
        if (Difference(File.ReadAllText(expectedPath), File.ReadAllText(actualPath)) is { } difference)
        {
            Assert.Fail($"{Path.GetFileName(expectedPath)} is drawn otherwise: {difference} HEED_UPDATE_SNAPSHOTS=1 draws it anew; look at it before committing.");
        }
    }

    /// <returns>The first difference as a sentence, or null.</returns>
    public static string? Difference(string expected, string actual)
    {
        var (said, drawn) = (Marks(expected), Marks(actual));
        if (said.Count != drawn.Count)
        {
            return $"there are {drawn.Count} marks, and were {said.Count}.";
        }

        return said.Zip(drawn)
            .Where(pair => !Agree(pair.First, pair.Second))
            .Select(pair => $"was {pair.First}, is {pair.Second}.")
            .FirstOrDefault();
    }

    // The cells of a map are one path a colour; each cell becomes a mark of its own, ordered by its place, because on another
    // processor it may fall into the next colour.
    private static List<Mark> Marks(string svg)
    {
        var marks = new List<Mark>();
        foreach (var element in XDocument.Parse(svg).Descendants().Where(element => element.Name.LocalName != "style"))
        {
            var attributes = element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).ToDictionary(attribute => attribute.Name.LocalName, attribute => attribute.Value);
            var kind = element.Name.LocalName;
            attributes.Remove("class", out var color);
            var cells = kind == "path" ? CellPath().Match(attributes.GetValueOrDefault("d", "")) : Match.Empty;
            if (cells.Success)
            {
                marks.AddRange(cells.Groups[1].Captures.Select(cell => new Mark("cell", color ?? "", cell.Value, "")));
                continue;
            }

            var text = string.Concat(element.Nodes().OfType<XText>().Select(node => node.Value)).Trim();
            marks.Add(new Mark(kind, color ?? "", string.Join(' ', attributes.Select(attribute => $"{attribute.Key}={attribute.Value}")), text));
        }

        return [.. marks.Where(mark => mark.Kind != "cell"), .. marks.Where(mark => mark.Kind == "cell").OrderBy(mark => mark.Places, StringComparer.Ordinal)];
    }

    private static bool Agree(Mark said, Mark drawn) =>
        said.Kind == drawn.Kind
        && (Ink().IsMatch(said.Color) ? Ink().IsMatch(drawn.Color) : NumbersAgree(said.Color, drawn.Color, Steps))
        && NumbersAgree(said.Places, drawn.Places, Places)
        && PrintedText.Difference(said.Text, drawn.Text, _ => "") is null;

    private static bool NumbersAgree(string said, string drawn, double tolerance) =>
        Number().Replace(said, "0") == Number().Replace(drawn, "0")
        && Number().Matches(said).Zip(Number().Matches(drawn)).All(pair => Math.Abs(double.Parse(pair.First.Value) - double.Parse(pair.Second.Value)) <= tolerance);

    [GeneratedRegex(@"^(M[^Mz]*h[^Mz]*v[^Mz]*h[^Mz]*z)+$")]
    private static partial Regex CellPath();

    [GeneratedRegex(@"-?\d+(?:\.\d+)?")]
    private static partial Regex Number();

    // Black or white on a cell, by its colour.
    [GeneratedRegex("^heed-on-")]
    private static partial Regex Ink();

    private sealed record Mark(string Kind, string Color, string Places, string Text);
}
