using System.Globalization;

namespace Heed.Cli.Rendering;

/// <summary>Numbers and durations as people write them.</summary>
internal static class Words
{
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %");

    public static string Count(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Fixed(double number, int digits) => number.ToString($"F{digits}", CultureInfo.InvariantCulture);

    /// <summary>A learning rate to three digits.</summary>
    public static string Rate(float rate) => rate.ToString("G3", CultureInfo.InvariantCulture);

    /// <summary>0.8 s, 42 s, 3 min 05 s, 1 h 02 min.</summary>
    public static string Duration(TimeSpan time)
    {
        var seconds = (long)Math.Round(time.TotalSeconds);
        return time.TotalSeconds < 9.95 ? $"{Fixed(time.TotalSeconds, 1)} s"
            : seconds < 60 ? $"{seconds} s"
            : seconds < 3600 ? $"{seconds / 60} min {seconds % 60:00} s"
            : $"{seconds / 3600} h {seconds / 60 % 60:00} min";
    }

    /// <summary>"1 text", "2 texts".</summary>
    public static string Plural(long number, string noun) => $"{Count(number)} {noun}{(number == 1 ? "" : "s")}";

    public static string Truncated(int truncated, int all, int maxLength) =>
        $"{Count(truncated)} of {Plural(all, "text")} {(truncated == 1 ? "is" : "are")} longer than the {maxLength} tokens that the model reads; the rest of {(truncated == 1 ? "it" : "them")} was not seen.";

    /// <summary>One line, no longer than <paramref name="width"/> characters.</summary>
    public static string Shorten(string text, int width)
    {
        var line = OneLine(text);
        if (line.Length <= width)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[width - 2]) ? width - 2 : width - 1;
        return line[..end] + "…";
    }

    /// <summary>Control characters, which would move the cursor or break columns, as spaces.</summary>
    public static string OneLine(string text) => string.Create(text.Length, text, (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsControl(source[i]) ? ' ' : source[i];
        }
    });
}
