using System.Globalization;

namespace Heed.Figures.Lettering;

/// <summary>What a height of a letter's skeleton is measured from.</summary>
internal enum Zone
{
    /// <summary>Thousandths of the font size above the baseline.</summary>
    Free,

    /// <summary>The same, as the middle of a bar, which is laid on whole pixels.</summary>
    Bar,

    Baseline,
    XHeight,
    CapHeight,
    Ascender,
    Descender,
}

/// <summary>
/// A height in a skeleton, written as a number, =number (a bar's middle) or a sign: 0 baseline, x top of small letters, k top
/// of capitals, a top of b d h, d bottom of p q (an edge each); B X C A D the middle of a bar that touches it from inside; p P
/// K the middle of a dot that does. A + or - behind it is half a bar up or down.
/// </summary>
internal readonly record struct Height(Zone Zone, double Units, double Bars, double Dots)
{
    public static Height Parse(string word)
    {
        var bars = word.Length > 1 ? word[^1] switch { '+' => 0.5, '-' => -0.5, _ => 0 } : 0;
        var sign = bars == 0 ? word : word[..^1];
        return sign switch
        {
            "0" => new(Zone.Baseline, 0, bars, 0),
            "x" => new(Zone.XHeight, 0, bars, 0),
            "k" => new(Zone.CapHeight, 0, bars, 0),
            "a" => new(Zone.Ascender, 0, bars, 0),
            "d" => new(Zone.Descender, 0, bars, 0),
            "B" => new(Zone.Baseline, 0, 0.5 + bars, 0),
            "X" => new(Zone.XHeight, 0, -0.5 + bars, 0),
            "C" => new(Zone.CapHeight, 0, -0.5 + bars, 0),
            "A" => new(Zone.Ascender, 0, -0.5 + bars, 0),
            "D" => new(Zone.Descender, 0, 0.5 + bars, 0),
            "p" => new(Zone.Baseline, 0, 0, 0.5),
            "P" => new(Zone.XHeight, 0, 0, -0.5),
            "K" => new(Zone.CapHeight, 0, 0, -0.5),
            ['=', ..] => new(Zone.Bar, double.Parse(sign.AsSpan(1), CultureInfo.InvariantCulture), bars, 0),
            _ => new(Zone.Free, double.Parse(sign, CultureInfo.InvariantCulture), bars, 0),
        };
    }
}
