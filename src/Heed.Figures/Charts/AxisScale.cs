using System.Globalization;
using Heed.Figures.Drawing;

namespace Heed.Figures.Charts;

/// <summary>From a number to its place on an axis, linear or logarithmic, and the numbers that are written beside it.</summary>
internal sealed class AxisScale
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private readonly IReadOnlyList<double> own;
    private readonly bool log;

    private AxisScale(double min, double max, bool log, IReadOnlyList<double> own) => (Min, Max, this.log, this.own) = (min, max, log, own);

    public double Min { get; }

    public double Max { get; }

    /// <summary>Spans the data and, where they are given, the ends that the axis asks for.</summary>
    /// <param name="axis">Its kind and its ends.</param>
    /// <param name="values">All that must have a place.</param>
    /// <param name="air">The share of the span that stays free at an end that was not asked for.</param>
    public static AxisScale Of(ChartAxis axis, IReadOnlyCollection<double> values, double air)
    {
        if (axis.Log && values.Concat(Ends(axis)).Min() is var least and <= 0)
        {
            throw new ArgumentException($"The axis '{axis.Title}' is logarithmic and cannot show {Text(least)}; expected numbers above zero.", nameof(values));
        }

        var (min, max) = (Forth(axis.Min ?? values.Min()), Forth(axis.Max ?? values.Max()));
        if (!(max > min))
        {
            // A single value stands in the middle of a span of its own size.
            var half = axis.Log ? 0.5 : Math.Max(Math.Abs(min) * 0.5, 0.5);
            (min, max) = (min - half, Math.Max(min, max) + half);
        }

        var free = (max - min) * air;
        var (low, high) = (axis.Min is null ? min - free : min, axis.Max is null ? max + free : max);

        // Air does not reach below a zero that the data do not cross.
        low = !axis.Log && axis.Min is null && min >= 0 ? Math.Max(low, 0) : low;
        return new(Back(low), Back(high), axis.Log, [.. values.Distinct().Order()]);

        double Forth(double value) => axis.Log ? Math.Log10(value) : value;
        double Back(double value) => axis.Log ? Math.Pow(10, value) : value;
    }

    /// <summary>0 at the lower end, 1 at the upper.</summary>
    public double Place(double value) => log
        ? Math.Log10(value / Min) / Math.Log10(Max / Min)
        : (value - Min) / (Max - Min);

    /// <summary>Round numbers to write beside the axis; a logarithmic one of few places takes these themselves.</summary>
    public IReadOnlyList<double> Ticks(int wanted)
    {
        if (!log)
        {
            return Axis.Ticks(Min, Max, wanted);
        }

        var inside = own.Where(value => value >= Min * 0.999 && value <= Max * 1.001).ToArray();
        return inside.Length is >= 2 and <= 9 && inside.All(IsShort) && !Crowded(inside) ? inside : Powers(wanted);
    }

    /// <summary>A number as it is written on an axis.</summary>
    public static string Text(double value)
    {
        var size = Math.Abs(value);
        if (size is 0 or (>= 0.001 and < 100_000))
        {
            return value.ToString("0.####", CultureInfo.InvariantCulture).Replace('-', '\u2212');
        }

        var exponent = (int)Math.Floor(Math.Log10(size) + 1e-9);
        var factor = Math.Round(value / Math.Pow(10, exponent), 3);
        var digits = string.Concat(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).Select(digit => Superscripts[digit - '0']));
        var power = $"10{(exponent < 0 ? "⁻" : "")}{digits}";
        return factor == 1 ? power : $"{factor.ToString("0.###", CultureInfo.InvariantCulture).Replace('-', '\u2212')}·{power}";
    }

    // Powers of ten; if there are fewer than three, twice and five times them also.
    private List<double> Powers(int wanted)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(Min)), (int)Math.Ceiling(Math.Log10(Max)));
        var stride = Math.Max(1, (int)Math.Ceiling((last - first) / (double)wanted));
        double[] factors = Math.Log10(Max / Min) < 2 ? [1, 2, 5] : [1];
        var ticks = new List<double>();
        for (var power = first; power <= last; power += stride)
        {
            ticks.AddRange(factors.Select(factor => factor * Math.Pow(10, power)).Where(tick => tick >= Min * 0.999 && tick <= Max * 1.001));
        }

        return ticks;
    }

    private bool Crowded(double[] ticks) => ticks.Zip(ticks.Skip(1)).Any(pair => Place(pair.Second) - Place(pair.First) < 0.08);

    private static bool IsShort(double value) => Text(value).Length <= 6;

    private static IEnumerable<double> Ends(ChartAxis axis) => new[] { axis.Min, axis.Max }.OfType<double>();
}
