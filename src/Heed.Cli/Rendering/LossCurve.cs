using Spectre.Console;

namespace Heed.Cli.Rendering;

/// <summary>The loss of every step as a small curve of Braille dots, two by four to a character.</summary>
internal static class LossCurve
{
    private const int Columns = 60;
    private const int Rows = 6;
    private const int LabelWidth = 6;

    // Dots of a Braille character by column, top to bottom (Unicode, block U+2800).
    private static readonly int[][] Dots = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

    public static void Write(IAnsiConsole console, IReadOnlyList<double> losses)
    {
        if (losses.Count < 2)
        {
            return;
        }

        var points = Smooth(losses, Math.Min(losses.Count, Columns * 2));
        var (low, high) = (points.Min(), points.Max());
        var lines = Draw(points, low, high);
        for (var row = 0; row < lines.Length; row++)
        {
            var label = row == 0 ? Words.Fixed(high, 3) : row == lines.Length - 1 ? Words.Fixed(low, 3) : "";
            console.Write($"  {label,LabelWidth} │", new Style(decoration: Decoration.Dim));
            console.WriteLine(lines[row], new Style(Color.Blue));
        }

        console.WriteLine($"  {"",LabelWidth} └ {Words.Plural(losses.Count, "step")}", new Style(decoration: Decoration.Dim));
    }

    /// <summary>Means over equal stretches of the run.</summary>
    internal static double[] Smooth(IReadOnlyList<double> losses, int count)
    {
        var means = new double[count];
        for (var i = 0; i < count; i++)
        {
            var (from, to) = ((int)((long)i * losses.Count / count), (int)((long)(i + 1) * losses.Count / count));
            means[i] = losses.Skip(from).Take(to - from).Average();
        }

        return means;
    }

    private static string[] Draw(double[] points, double low, double high)
    {
        var dots = new int[Rows, (points.Length + 1) / 2];
        var previous = Height(points[0], low, high);
        for (var x = 0; x < points.Length; x++)
        {
            // A line, not a cloud: from the last point's height to this one's.
            var height = Height(points[x], low, high);
            for (var y = Math.Min(height, previous); y <= Math.Max(height, previous); y++)
            {
                dots[y / 4, x / 2] |= Dots[x % 2][y % 4];
            }

            previous = height;
        }

        return [.. Enumerable.Range(0, Rows).Select(row =>
            string.Concat(Enumerable.Range(0, dots.GetLength(1)).Select(column => (char)(0x2800 + dots[row, column]))))];
    }

    // 0 is the top.
    private static int Height(double value, double low, double high) =>
        high > low ? (int)Math.Round((high - value) / (high - low) * ((Rows * 4) - 1)) : Rows * 2;
}
