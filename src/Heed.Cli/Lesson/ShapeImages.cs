namespace Heed.Cli.Lesson;

/// <summary>Made-up pictures: one shape of some colour, somewhere, before a soft background.</summary>
internal static class ShapeImages
{
    public const int Side = 48;

    public static IReadOnlyList<string> Names { get; } = ["circle", "square", "triangle", "cross"];

    /// <summary>Draws an image of a class.</summary>
    /// <returns>Red, green and blue, each 0 to 1: [3, side, side].</returns>
    public static float[] Draw(int label, Random random)
    {
        var radius = 8 + (5 * random.NextDouble());
        var (centerX, centerY) = (Between(radius, Side - radius), Between(radius, Side - radius));
        var (back, slope, shape) = (0.08 + (0.17 * random.NextDouble()), 0.15 * random.NextDouble(), Color(random));
        var pixels = new float[3 * Side * Side];
        for (var i = 0; i < Side * Side; i++)
        {
            var cover = Cover(label, (i % Side) + 0.5 - centerX, (i / Side) + 0.5 - centerY, radius);
            var paper = back + (slope * (i / Side) / Side) + (0.04 * random.NextDouble());
            for (var channel = 0; channel < 3; channel++)
            {
                pixels[(channel * Side * Side) + i] = (float)((cover * shape[channel]) + ((1 - cover) * paper * (channel == 2 ? 1.25 : 1)));
            }
        }

        return pixels;

        double Between(double low, double high) => low + ((high - low) * random.NextDouble());
    }

    // One channel is bright, one dim, one between.
    private static double[] Color(Random random)
    {
        double[] channels = [0.9 + (0.1 * random.NextDouble()), 0.3 + (0.2 * random.NextDouble()), 0.4 + (0.5 * random.NextDouble())];
        random.Shuffle(channels);
        return channels;
    }

    // How much of the pixel at (x, y) from the centre the shape covers: 1 inside, 0 outside, a soft edge one pixel wide.
    private static double Cover(int label, double x, double y, double radius)
    {
        var (ax, ay) = (Math.Abs(x), Math.Abs(y));
        var outside = label switch
        {
            0 => Math.Sqrt((x * x) + (y * y)) - radius,
            1 => Math.Max(ax, ay) - (0.85 * radius),
            2 => Math.Max((0.866 * ax) - (0.5 * y) - (0.5 * radius), y - (0.8 * radius)),
            _ => Math.Min(Math.Max(ax - (0.3 * radius), ay - radius), Math.Max(ay - (0.3 * radius), ax - radius)),
        };
        return Math.Clamp(0.5 - outside, 0, 1);
    }
}
