namespace Heed.Figures.Drawing;

/// <summary>Round numbers for axes.</summary>
internal static class Axis
{
    /// <summary>The multiples of 1, 2 or 5 times a power of ten that lie in [min, max], about <paramref name="wanted"/> of them.</summary>
    public static IReadOnlyList<double> Ticks(double min, double max, int wanted)
    {
        if (!(max > min))
        {
            return [min];
        }

        var rough = (max - min) / wanted;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * ((rough / power) switch
        {
            < 1.5 => 1,
            < 3.5 => 2,
            < 7.5 => 5,
            _ => 10,
        });
        var first = (long)Math.Ceiling((min / step) - 1e-9);
        var last = (long)Math.Floor((max / step) + 1e-9);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Math.Round((first + i) * step, 10))];
    }
}
