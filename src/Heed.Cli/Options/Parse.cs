using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Heed.Cli.Options;

/// <summary>Values of options, and one sentence for what is none.</summary>
internal static partial class Parse
{
    public static Func<ArgumentResult, int> Whole(int least, int most = int.MaxValue) => result =>
        int.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : Refuse<int>(result, $"a whole number {Range(least, most)}");

    public static Func<ArgumentResult, int?> OptionalWhole(int least, int most = int.MaxValue)
    {
        var parse = Whole(least, most);
        return result => parse(result);
    }

    public static Func<ArgumentResult, float?> Positive() => Number(value => value > 0 && float.IsFinite(value), "a number above 0");

    public static Func<ArgumentResult, float?> NotNegative() => Number(value => value >= 0 && float.IsFinite(value), "a number of at least 0");

    /// <summary>0 to below 1.</summary>
    public static Func<ArgumentResult, float?> Share(bool above0 = false) =>
        Number(value => value is >= 0 and < 1 && (value > 0 || !above0), $"a share {(above0 ? "above" : "from")} 0 and below 1, such as 0.1");

    public static Func<ArgumentResult, T?> OneOf<T>()
        where T : struct, Enum => result =>
        Enum.GetNames<T>().FirstOrDefault(name => name.Equals(Text(result).Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<T>(name)
            : Refuse<T?>(result, $"one of {string.Join(", ", Enum.GetValues<T>().Select(value => NameOf(value)))}");

    /// <summary>A value as it is typed: class-token, 0.1.</summary>
    public static string NameOf(object value) => value is Enum
        ? Humps().Replace(value.ToString()!, "-").ToLowerInvariant()
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    public static TimeSpan Duration(ArgumentResult result) =>
        TryDuration(Text(result), out var duration) ? duration : Refuse<TimeSpan>(result, "a time such as 90s, 10m or 1h30m");

    /// <summary>90s, 10m, 1h30m; each unit once at most, the larger first.</summary>
    public static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = default;
        var match = Units().Match(text);
        if (!match.Success || text.Length == 0)
        {
            return false;
        }

        var seconds = (3600.0 * Number(match.Groups[1])) + (60.0 * Number(match.Groups[2])) + Number(match.Groups[3]);
        if (seconds <= 0 || seconds > TimeSpan.FromDays(365).TotalSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    [GeneratedRegex(@"^(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?$")]
    private static partial Regex Units();

    // AdamW has none.
    [GeneratedRegex("(?<=[a-z])(?=[A-Z][a-z])")]
    private static partial Regex Humps();

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    private static Func<ArgumentResult, float?> Number(Predicate<float> isGood, string expected) => result =>
        float.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && isGood(value) ? value : Refuse<float?>(result, expected);

    private static string Range(int least, int most) =>
        most == int.MaxValue ? least == int.MinValue ? "that fits 32 bits" : $"of at least {least}" : $"from {least} to {most}";

    private static string Text(ArgumentResult result) => result.Tokens[0].Value;

    private static T Refuse<T>(ArgumentResult result, string expected)
    {
        var option = result.Parent is OptionResult parent ? parent.Option.Name : result.Argument.Name;
        result.AddError($"{option}: found '{Text(result)}', expected {expected}.");
        return default!;
    }
}
