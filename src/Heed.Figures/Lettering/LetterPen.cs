namespace Heed.Figures.Lettering;

/// <summary>
/// The size and weight at which a skeleton is drawn: where its zones lie, how thick stems (upright) and bars (level) are. A fitted
/// pen puts zones and bars on whole pixels, so that small text is crisp; across, nothing is moved, so that spacing stays even.
/// </summary>
internal sealed class LetterPen
{
    public const double BoldAdvance = 1.07;
    public const double XHeight = 524;
    public const double CapHeight = 716;
    public const double RegularStem = 84;
    private const double Ascender = 736;
    private const double Descender = -207;
    private const double RegularBar = 75;
    private const double BoldStem = 132;
    private const double BoldBar = 112;
    private const double OvershootUnits = 10;

    // Letters of a smaller share than this are too small for whole pixels.
    private const double Tiny = 0.5;

    // What a grey stem needs to be seen.
    private const double ThinStem = 0.85;

    // Bars this many pixels thick are no longer rounded.
    private const double ThickBar = 3;

    private readonly bool fitted;
    private readonly (double Units, double Place)[] zones;

    private LetterPen(double size, bool bold, bool fitted, double weight = 1)
    {
        (Scale, Bold, this.fitted) = (size / 1000, bold, fitted);
        Stem = (bold ? BoldStem : RegularStem) * weight * Scale;
        Bar = (bold ? BoldBar : RegularBar) * weight * Scale;
        Dot = Stem * (bold ? 1.12 : 1.24);
        DotOnStem = Dot;
        Overshoot = OvershootUnits * Scale;
        zones = [.. new[] { Descender, 0, XHeight, CapHeight, Ascender }.Select(units => (units, Fit(units * Scale)))];
        if (fitted)
        {
            Stem = Math.Max(Stem, ThinStem);
            Dot = Math.Max(Dot, 1.2);
            DotOnStem = Math.Max(1, Math.Min(Math.Floor(Dot + 0.4), zones[3].Place - zones[2].Place - 1));
            Bar = Bar < ThickBar ? Math.Max(1, Math.Floor(Bar + 0.4)) : Bar;
            Overshoot = Overshoot < 0.3 ? 0 : Overshoot;
        }
    }

    /// <summary>Pixels to a thousandth of the font size.</summary>
    public double Scale { get; }

    public bool Bold { get; }

    public double Stem { get; }

    public double Bar { get; }

    public double Dot { get; }

    /// <summary>The height of the dot on i and j, which leaves a pixel of air below it.</summary>
    public double DotOnStem { get; }

    /// <summary>By how much round letters reach over their zone, to look as tall as flat ones.</summary>
    public double Overshoot { get; }

    /// <summary>As designed, for text that is turned or kept as outlines.</summary>
    public static LetterPen Exact(double size, bool bold) => new(size, bold, fitted: false);

    /// <summary>For level text of <paramref name="size"/> pixels.</summary>
    public static LetterPen Fitted(double size, bool bold) => new(size, bold, fitted: true);

    /// <summary>For raised and lowered signs: smaller, and a little heavier so that they are no paler than their neighbours.</summary>
    public LetterPen Smaller(double share) => new(Scale * 1000 * share, Bold, fitted && share > Tiny, weight: 1.2);

    /// <summary>A place above the baseline, in pixels.</summary>
    public double Y(Height height)
    {
        var place = height.Zone switch
        {
            Zone.Free => Y(height.Units),
            Zone.Bar when fitted => Math.Round(Y(height.Units) - (Bar / 2)) + (Bar / 2),
            Zone.Bar => Y(height.Units),
            Zone.Descender => zones[0].Place,
            Zone.Baseline => 0,
            Zone.XHeight => zones[2].Place,
            Zone.CapHeight => zones[3].Place,
            _ => zones[4].Place,
        };
        if (height is { Zone: Zone.CapHeight, Dots: not 0 })
        {
            return Math.Max(place, zones[2].Place + (fitted ? DotOnStem + 1 : 0)) + (height.Dots * DotOnStem);
        }

        return place + (height.Bars * Bar) + (height.Dots * Dot);
    }

    /// <summary>The same for thousandths of the font size, stretched between the zones.</summary>
    public double Y(double units)
    {
        var above = Math.Clamp(Array.FindIndex(zones, zone => zone.Units > units), 1, 3);
        if (units >= CapHeight)
        {
            return zones[3].Place + ((units - CapHeight) * Scale);
        }

        var (low, high) = (zones[above - 1], zones[above]);
        return low.Place + ((units - low.Units) / (high.Units - low.Units) * (high.Place - low.Place));
    }

    /// <summary>A distance up that is added to whole letters.</summary>
    public double Fit(double pixels) => fitted ? Math.Round(pixels, MidpointRounding.AwayFromZero) : pixels;
}
