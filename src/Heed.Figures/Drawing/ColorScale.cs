namespace Heed.Figures.Drawing;

/// <summary>
/// A colour for a number from 0 to 1, in <see cref="Steps"/> steps: the scale is a polyline through a few stops in Oklab, with
/// lightness linear between its ends. On a light page 0 is the paper and 1 is dark; on a dark page it is the other way
/// round. Lightness alone orders the colours, so a scale holds for the colour-blind and in print.
/// </summary>
internal sealed class ColorScale
{
    /// <summary>Odd, so that the middle of a signed scale is a step of its own.</summary>
    public const int Steps = 65;

    // Nothing lighter has a contrast of 4.5 to the colours in the middle, where white has no more.
    private static readonly Rgb Black = Rgb.Parse("#000000");
    private static readonly Rgb White = Rgb.Parse("#ffffff");
    private static readonly Stop[] HeatStops =
        [new(0.42, 0.15, 300), new(0.55, 0.17, 350), new(0.68, 0.16, 35), new(0.81, 0.15, 72), new(0.94, 0.13, 105)];

    private readonly Paint[] paints = new Paint[Steps];
    private readonly Paint[] inks = new Paint[Steps];

    private ColorScale(string prefix, Stop[] light, Stop[] dark)
    {
        for (var i = 0; i < Steps; i++)
        {
            var paint = new Paint($"{prefix}{i}", At(light, i / (Steps - 1.0)), At(dark, i / (Steps - 1.0)));
            paints[i] = paint;
            var (onLight, onDark) = (InkOn(paint.Light), InkOn(paint.Dark));
            inks[i] = new Paint($"on-{(onLight == Black ? 'b' : 'w')}{(onDark == Black ? 'b' : 'w')}", onLight, onDark);
        }
    }

    // A point of Oklab in polar form: hue in degrees.
    private readonly record struct Stop(double Lightness, double Chroma, double Hue);

    /// <summary>For weights: nothing is the paper, much is blue-violet (light page) or yellow (dark page).</summary>
    public static ColorScale Sequential { get; } = new(
        "s",
        [new(0.985, 0.004, 180), new(0.74, 0.095, 190), new(0.495, 0.11, 248), new(0.25, 0.11, 285)],
        [new(0.235, 0.015, 265), new(0.411, 0.1, 268), new(0.588, 0.09, 220), new(0.764, 0.105, 160), new(0.94, 0.13, 105)]);

    /// <summary>For signed numbers: 0.5 is the paper, 0 is blue, 1 is orange.</summary>
    public static ColorScale Diverging { get; } = new(
        "d",
        [new(0.42, 0.12, 255), new(0.7025, 0.10, 245), new(0.985, 0.004, 180), new(0.7025, 0.13, 60), new(0.42, 0.11, 45)],
        [new(0.84, 0.10, 230), new(0.5375, 0.11, 250), new(0.235, 0.01, 265), new(0.5375, 0.11, 50), new(0.84, 0.12, 75)]);

    /// <summary>For what lies over a picture, which is the same on every page: little is violet, much is yellow.</summary>
    public static ColorScale Heat { get; } = new("h", HeatStops, HeatStops);

    /// <summary>The paint for <paramref name="value"/>, clamped to [0, 1].</summary>
    public Paint At(double value) => paints[StepOf(value)];

    /// <summary>The ink that is best read on that paint.</summary>
    public Paint InkOn(double value) => inks[StepOf(value)];

    public static int StepOf(double value) => (int)Math.Round(Math.Clamp(value, 0, 1) * (Steps - 1));

    private static Rgb InkOn(Rgb background) =>
        Rgb.Contrast(background, Black) >= Rgb.Contrast(background, White) ? Black : White;

    private static Rgb At(Stop[] stops, double t)
    {
        var place = t * (stops.Length - 1);
        var left = Math.Min((int)place, stops.Length - 2);
        var (from, to, mix) = (stops[left], stops[left + 1], place - left);
        var (fromHue, toHue) = (from.Hue * Math.PI / 180, to.Hue * Math.PI / 180);
        return Rgb.FromOklab(
            Mix(from.Lightness, to.Lightness, mix),
            Mix(from.Chroma * Math.Cos(fromHue), to.Chroma * Math.Cos(toHue), mix),
            Mix(from.Chroma * Math.Sin(fromHue), to.Chroma * Math.Sin(toHue), mix));
    }

    private static double Mix(double from, double to, double t) => from + ((to - from) * t);
}
