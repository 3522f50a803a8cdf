using System.Globalization;
using System.Text.RegularExpressions;

namespace Heed.Testing;

/// <summary>
/// Compares what a program prints with what a page says it prints, so that the text holds on any processor. Words are compared
/// exactly and runs of spaces as one. A number may differ by one unit of its last decimal or by 0.5 %, so that whole numbers
/// below 200 are exact; after a ~ it is a measurement, and any number will do.
/// </summary>
internal static partial class PrintedText
{
    /// <param name="expected">What the page says.</param>
    /// <param name="actual">What was printed.</param>
    /// <param name="place">The page and line of a line of <paramref name="expected"/>, counted from 0, for messages.</param>
    /// <returns>The first difference as a sentence, or null.</returns>
    public static string? Difference(string expected, string actual, Func<int, string> place)
    {
        var (said, printed) = (Lines(expected), Lines(actual));
        for (var i = 0; i < Math.Max(said.Length, printed.Length); i++)
        {
            if (i == said.Length)
            {
                return $"{place(i)}: the program goes on to print '{printed[i]}', and the page ends here.";
            }

            if (i == printed.Length)
            {
                return $"{place(i)}: the page goes on with '{said[i]}', and the program has printed all it prints.";
            }

            if (!LineAgrees(said[i], printed[i]))
            {
                return $"{place(i)}: the page says '{said[i]}', the program prints '{printed[i]}'.";
            }
        }

        return null;
    }

    /// <summary>Fails, saying where, unless they agree.</summary>
    public static void AssertAgrees(string expected, string actual, Func<int, string> place)
    {
        if (Difference(expected, actual, place) is { } difference)
        {
            Assert.Fail($"{difference} HEED_UPDATE_SNAPSHOTS=1 writes what is printed; read it before committing.");
        }
    }

    /// <summary>Whether a number that was printed is near enough to the one that was written down.</summary>
    public static bool NumberAgrees(string expected, string actual)
    {
        var (said, printed) = (Value(expected), Value(actual));
        var tolerance = 0.005 * Math.Abs(said);
        if (Decimals(expected) is > 0 and var decimals && Decimals(actual) == decimals)
        {
            tolerance = Math.Max(tolerance, Math.Pow(10, Exponent(expected) - decimals));
        }

        return Math.Abs(said - printed) <= tolerance * (1 + 1e-9);
    }

    private static bool LineAgrees(string expected, string actual)
    {
        var (said, printed) = (Number().Matches(expected), Number().Matches(actual));
        return said.Count == printed.Count
            && Words(expected) == Words(actual)
            && said.Zip(printed).All(pair => pair.First.Value[0] == '~' || NumberAgrees(pair.First.Value, pair.Second.Value));
    }

    // A ~ is no word of its own but part of its number, and stands in both.
    private static string Words(string line) => Spaces().Replace(Number().Replace(line, match => match.Value[0] == '~' ? "~0" : "0"), " ").Trim();

    private static string[] Lines(string text) =>
        text.ReplaceLineEndings("\n").TrimEnd() is { Length: > 0 } some ? some.Split('\n', StringSplitOptions.TrimEntries) : [];

    private static double Value(string number) =>
        double.Parse(number.TrimStart('~').Replace('−', '-').Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static int Decimals(string number) =>
        number.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? number[(point + 1)..].TakeWhile(char.IsAsciiDigit).Count() : 0;

    private static int Exponent(string number) =>
        number.IndexOfAny(['e', 'E']) is >= 0 and var letter ? int.Parse(number[(letter + 1)..], CultureInfo.InvariantCulture) : 0;

    // Digits behind a letter, as in float32, are part of a word.
    [GeneratedRegex(@"~?(?:(?<![\w.])[-−+])?(?<![\w.])(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
