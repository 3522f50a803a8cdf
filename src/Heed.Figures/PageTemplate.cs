using System.Text.RegularExpressions;

namespace Heed.Figures;

/// <summary>A page put together from parts that lie in the assembly: {{name}} in page.html is the part of that name, or what the caller puts there.</summary>
internal static partial class PageTemplate
{
    /// <summary>Fills the page.html of <paramref name="folder"/>; a part that is not there is looked for among those of every page.</summary>
    /// <param name="folder">Name of the room of the page, such as "Explorer".</param>
    /// <param name="values">What the caller puts in, by name.</param>
    public static string Fill(string folder, IReadOnlyDictionary<string, string> values)
    {
        // One pass, so that nothing put in is taken for a place to put something in.
        return Place().Replace(Part("page.html"), match => values.TryGetValue(match.Groups[1].Value, out var value) ? value : Part(match.Groups[1].Value));

        string Part(string name)
        {
            var assembly = typeof(PageTemplate).Assembly;
            using var stream = assembly.GetManifestResourceStream($"Heed.Figures.{folder}.Page.{name}")
                ?? assembly.GetManifestResourceStream($"Heed.Figures.Page.{name}")
                ?? throw new InvalidOperationException($"The assembly lacks its part {name}.");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd().TrimEnd();
        }
    }

    [GeneratedRegex(@"\{\{([\w.-]+)\}\}")]
    private static partial Regex Place();
}
