using System.Globalization;

namespace Heed.Pipelines.Data;

/// <summary>The name of a class whose label is a number or a boolean: the same in every format and culture, so 1 and 1.0 are one class.</summary>
internal static class LabelNames
{
    public static string Of<T>(T value)
        where T : struct => value switch
        {
            bool flag => flag ? "true" : "false",
            float or double or decimal => Real(Convert.ToDouble(value, CultureInfo.InvariantCulture), value),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new ArgumentException($"no label is of type {typeof(T)}", nameof(value)),
        };

    // A float is written as a float: 0.1, not 0.10000000149011612. Minus zero is zero.
    private static string Real<T>(double number, T value) =>
        number == 0 ? "0"
        : value is float single ? single.ToString(CultureInfo.InvariantCulture)
        : number.ToString(CultureInfo.InvariantCulture);
}
