using Spectre.Console;

namespace Heed.Cli.Rendering;

/// <summary>Lines and plain tables.</summary>
internal static class Lines
{
    private const int Gap = 2;

    /// <summary>Writes rows in columns: the first to the left, the others to the right, under a dim header.</summary>
    public static void WriteTable(this IAnsiConsole console, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.Prepend(header).ToList();
        var widths = Enumerable.Range(0, header.Count).Select(column => all.Max(row => row[column].GetCellWidth())).ToArray();
        for (var i = 0; i < all.Count; i++)
        {
            var line = string.Join(new string(' ', Gap), all[i].Select((cell, column) => Pad(cell, widths[column], toTheLeft: column > 0)));
            console.WriteLine(new string(' ', Gap) + line.TrimEnd(), i == 0 ? new Style(decoration: Decoration.Dim) : Style.Plain);
        }
    }

    public static void WriteTitle(this IAnsiConsole console, string title)
    {
        console.WriteLine();
        console.WriteLine(title, new Style(decoration: Decoration.Bold));
    }

    public static string Pad(string cell, int width, bool toTheLeft)
    {
        var space = new string(' ', Math.Max(0, width - cell.GetCellWidth()));
        return toTheLeft ? space + cell : cell + space;
    }
}
