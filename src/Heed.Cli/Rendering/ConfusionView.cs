using Spectre.Console;

namespace Heed.Cli.Rendering;

/// <summary>A confusion matrix: counts, shaded by their share of the row. Of many classes only the largest confusions.</summary>
internal static class ConfusionView
{
    private const int MostClasses = 10;
    private const int LongestName = 14;
    private const int MostConfusions = 10;
    private const string Shades = " ░▒▓█";

    public static void Write(IAnsiConsole console, IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<int>> confusion, Subject subject)
    {
        if (classes.Count > MostClasses)
        {
            WriteLargest(console, classes, confusion, subject);
            return;
        }

        var names = classes.Select(name => Words.Shorten(name, LongestName)).ToArray();
        var nameWidth = names.Max(name => name.GetCellWidth());

        // Names above the columns are cut where the terminal is narrow, the numbers never.
        var room = ((console.Profile.Width - nameWidth - 3) / classes.Count) - 2;
        var cellWidth = Math.Max(Math.Min(nameWidth, room), confusion.Max(row => row.Max(count => Words.Count(count).Length)) + 2);
        console.WriteLine(
            "  " + new string(' ', nameWidth) + string.Concat(names.Select(name => "  " + Lines.Pad(Words.Shorten(name, cellWidth), cellWidth, toTheLeft: true))),
            new Style(decoration: Decoration.Dim));
        for (var truth = 0; truth < classes.Count; truth++)
        {
            WriteRow(console, Lines.Pad(names[truth], nameWidth, toTheLeft: false), confusion[truth], truth, cellWidth);
        }
    }

    private static void WriteRow(IAnsiConsole console, string name, IReadOnlyList<int> counts, int truth, int width)
    {
        var support = Math.Max(1, counts.Sum());
        if (!console.Profile.Capabilities.Ansi)
        {
            var cells = counts.Select(count => "  " + Lines.Pad($"{Words.Count(count)} {Character(count, support)}", width, toTheLeft: true));
            console.WriteLine($"  {name}{string.Concat(cells)}".TrimEnd());
            return;
        }

        console.Write("  " + name);
        for (var predicted = 0; predicted < counts.Count; predicted++)
        {
            console.Write("  ");
            var cell = Lines.Pad(Words.Count(counts[predicted]) + " ", width, toTheLeft: true);

            // By the square root, so that a few confusions can be told from none.
            console.Write(cell, Shade.Of(Math.Sqrt(counts[predicted] / (double)support), predicted == truth));
        }

        console.WriteLine();
    }

    private static char Character(int count, int support) =>
        count == 0 ? Shades[0] : Shades[Math.Clamp((int)Math.Ceiling(count / (double)support * (Shades.Length - 1)), 1, Shades.Length - 1)];

    private static void WriteLargest(IAnsiConsole console, IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<int>> confusion, Subject subject)
    {
        var largest = (
            from truth in Enumerable.Range(0, classes.Count)
            from predicted in Enumerable.Range(0, classes.Count)
            where truth != predicted && confusion[truth][predicted] > 0
            orderby confusion[truth][predicted] descending
            select new[]
            {
                Words.Shorten(classes[truth], 30),
                Words.Shorten(classes[predicted], 30),
                Words.Count(confusion[truth][predicted]),
                Words.Percent(confusion[truth][predicted] / (double)confusion[truth].Sum()),
            }).Take(MostConfusions).ToList();
        if (largest.Count == 0)
        {
            console.WriteLine($"  no {subject.Noun} was taken for another class");
            return;
        }

        console.WriteTable(["truth", "taken for", $"{subject.Noun}s", "of the class"], largest);
    }
}
