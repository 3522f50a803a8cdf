using Heed.Kernels;
using Heed.Pipelines.Data;
using Spectre.Console;

namespace Heed.Cli.Rendering;

/// <summary>What the data doctor found.</summary>
internal static class DataView
{
    private const int MostLabels = 20;

    /// <summary>Sizes, lengths, labels, and every finding with examples of it.</summary>
    public static void Write(IAnsiConsole console, DataReport report, Subject subject)
    {
        foreach (var split in report.Splits)
        {
            WriteSplit(console, split, subject);
        }

        console.WriteTitle("Findings");
        WriteFindings(console, report, withPlaces: true);
    }

    /// <summary>A line for each part and each finding.</summary>
    public static void WriteShort(IAnsiConsole console, DataReport report)
    {
        console.WriteTitle("Data");
        foreach (var split in report.Splits)
        {
            var lengths = split.Lengths is { } length ? $", median {length.Median} {length.Unit}, longest {length.Max}" : "";
            console.WriteLine($"  {split.Name,-11} {Words.Plural(split.Examples, "text")}, {Words.Plural(split.Labels.Count, "label")}{lengths}");
        }

        WriteFindings(console, report, withPlaces: false);
    }

    private static void WriteSplit(IAnsiConsole console, SplitSummary split, Subject subject)
    {
        console.WriteTitle($"{split.Name}: {Words.Plural(split.Examples, subject.Noun)}");
        if (split.Sizes is { } size)
        {
            var sizes = size.Different == 1 ? $"all of {Across(size.Min)} pixels" : $"from {Across(size.Min)} to {Across(size.Max)} pixels, median {Across(size.Median)}, {Words.Count(size.Different)} sizes";
            console.WriteLine($"  {sizes}; {(size.Grey == 0 ? "in colour" : size.Grey == size.Pictures ? "grey" : $"{Words.Count(size.Grey)} grey, the others in colour")}");
        }

        if (split.Lengths is { } length)
        {
            console.WriteLine(
                $"  {length.Unit} a text: mean {Words.Fixed(length.Mean, 1)}, median {length.Median}, 90 % up to {length.P90}, 99 % up to {length.P99}, longest {Words.Count(length.Max)}");
        }

        console.WriteTable(
            ["label", subject.Noun + "s", "share"],
            split.Labels.Take(MostLabels).Select(label => new[] { Words.Shorten(label.Label, 40), Words.Count(label.Count), Words.Percent(label.Share) }));
        if (split.Labels.Count > MostLabels)
        {
            console.WriteLine($"  and {split.Labels.Count - MostLabels} more (--json has them all)");
        }
    }

    // Width first, as pictures are spoken of.
    private static string Across(GridSize size) => $"{size.Width} x {size.Height}";

    // Of a broken picture the sentence names it; a stray one has neither split nor label.
    private static string Where(DataPlace place)
    {
        var line = place.Line > 0 ? $", line {place.Line}" : "";
        var label = place.Label.Length > 0 ? $" ({Words.Shorten(place.Label, 20)})" : "";
        return place.Split.Length > 0 ? $"{place.Split}{line}{label}: " : "";
    }

    private static void WriteFindings(IAnsiConsole console, DataReport report, bool withPlaces)
    {
        foreach (var finding in report.Findings)
        {
            var (word, style) = finding.Severity switch
            {
                FindingSeverity.Error => ("error", new Style(Color.Red)),
                FindingSeverity.Warning => ("warning", new Style(Color.Yellow)),
                _ => ("note", new Style(decoration: Decoration.Dim)),
            };
            console.Write($"  {word,-8}", style);
            console.WriteLine(Words.OneLine(finding.Message));
            foreach (var place in withPlaces ? finding.Places : [])
            {
                console.WriteLine($"          {Where(place)}{Words.OneLine(place.Excerpt)}");
            }
        }

        if (report.Findings.Count == 0)
        {
            console.WriteLine("  nothing to say");
        }
    }
}
