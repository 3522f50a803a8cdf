using System.Globalization;

namespace Heed.Figures.Drawing;

/// <summary>From a number to a colour: which scale, which numbers stand at its ends, and the curve between.</summary>
internal sealed class ValueScale
{
    private readonly bool squareRoot;

    private ValueScale(ColorScale colors, double min, double max, bool squareRoot)
    {
        Colors = colors;
        Min = min;
        Max = max;
        this.squareRoot = squareRoot;
    }

    public ColorScale Colors { get; }

    public double Min { get; }

    public double Max { get; }

    /// <summary>0 to the largest weight.</summary>
    public static ValueScale Weights(ReadOnlySpan<float> values) => new(ColorScale.Sequential, 0, Largest(values), false);

    /// <summary>0 to the largest weight, by square root, so that small weights beside a large one can still be seen.</summary>
    public static ValueScale WeightsBySquareRoot(ReadOnlySpan<float> values) =>
        new(ColorScale.Sequential, 0, Largest(values), true);

    /// <summary>0 to 1, whatever the weights are.</summary>
    public static ValueScale WholeWeights { get; } = new(ColorScale.Sequential, 0, 1, false);

    /// <summary>Alike on both sides of zero.</summary>
    public static ValueScale Signed(ReadOnlySpan<float> values)
    {
        var largest = Largest(values);
        return new(ColorScale.Diverging, -largest, largest, false);
    }

    /// <summary>The place of a number on the colour scale, 0 to 1.</summary>
    public double Place(double value)
    {
        var place = Math.Clamp((value - Min) / (Max - Min), 0, 1);
        return squareRoot ? Math.Sqrt(place) : place;
    }

    public Paint At(double value) => Colors.At(Place(value));

    public Paint InkOn(double value) => Colors.InkOn(Place(value));

    /// <summary>The scale as a vertical bar with its numbers, 54 wide.</summary>
    public void DrawBar(Sketch sketch, double x, double y, double height, string name)
    {
        const double Width = 12;
        DrawRamp(sketch, (int)height, (from, to, color) => new Box(x, y + height - to, Width, to - from, color));

        var format = Max - Min < 0.1 ? "0.###" : "0.##";
        foreach (var tick in Axis.Ticks(Min, Max, squareRoot ? 8 : 4).Where(tick => !squareRoot || !Crowded(tick, height)))
        {
            var tickY = y + (height * (1 - Place(tick)));
            sketch.Line(x + Width, tickY, x + Width + 4, tickY, Theme.Muted);
            sketch.Text(x + Width + 7, tickY + 4, tick.ToString(format, CultureInfo.InvariantCulture), Sketch.SmallText, Theme.Muted);
        }

        sketch.Add(new Label(x + Width + 46, y + (height / 2), name, Sketch.SmallText, Theme.Muted)
        {
            Anchor = Anchor.Middle,
            Rotation = 90,
        });
    }

    /// <summary>The scale as a bar across with its ends and its name, 40 high.</summary>
    public void DrawBarAcross(Sketch sketch, double x, double y, double width, string name)
    {
        sketch.Text(x, y + 10, name, Sketch.SmallText, Theme.Muted);
        DrawRamp(sketch, (int)width, (from, to, color) => new Box(x + from, y + 15, to - from, 10, color));
        sketch.Outline(new Frame(x, y + 15, width, 10), Theme.Hairline, 1);
        foreach (var (value, anchor) in new[] { (Min, Anchor.Start), ((Min + Max) / 2, Anchor.Middle), (Max, Anchor.End) })
        {
            var text = value.ToString("0.##", CultureInfo.InvariantCulture).Replace('-', '\u2212');
            sketch.Text(x + (Place(value) * width), y + 37, text, Sketch.SmallText, Theme.Muted, anchor);
        }
    }

    /// <summary>The colours from low to high as boxes [from, to), edge on edge at whole pixels.</summary>
    public void DrawRamp(Sketch sketch, int length, Func<int, int, Paint, Box> box)
    {
        for (var from = 0; from < length;)
        {
            var step = Step(from);
            var to = from + 1;
            while (to < length && Step(to) == step)
            {
                to++;
            }

            sketch.Add(box(from, to, Colors.At(step / (ColorScale.Steps - 1.0))));
            from = to;
        }

        int Step(int pixel) => ColorScale.StepOf(pixel / Math.Max(1, length - 1.0));
    }

    // A square root draws the upper ticks together.
    private bool Crowded(double tick, double height) =>
        tick < Max && tick > 0 && Axis.Ticks(Min, Max, 8).Any(other => other > tick && (Place(other) - Place(tick)) * height < 14);

    private static double Largest(ReadOnlySpan<float> values)
    {
        var largest = 0f;
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                throw new ArgumentException($"A figure cannot show the value {value}; expected finite numbers.", nameof(values));
            }

            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest > 0 ? largest : 1;
    }
}
