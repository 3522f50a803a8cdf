namespace Heed.Pipelines.Images.Augmentation;

/// <summary>Changes that give a byte a new value whatever its neighbours are, as Pillow's ImageOps of the same names do.</summary>
internal static class LevelTables
{
    private const int Levels = 256;

    /// <summary>Keeps the upper <paramref name="bits"/> bits.</summary>
    public static RgbImage Posterise(RgbImage image, int bits)
    {
        var mask = (byte)~(0xFF >> bits);
        return Map(image, level => (byte)(level & mask));
    }

    /// <summary>255 - level from the threshold on.</summary>
    public static RgbImage Solarise(RgbImage image, int threshold) => Map(image, level => level < threshold ? level : (byte)(255 - level));

    /// <summary>(level - lowest) * 255 / (highest - lowest) of each channel; a channel of one level stays.</summary>
    public static RgbImage AutoContrast(RgbImage image) => MapByHistogram(image, static (histogram, table) =>
    {
        var (lowest, highest) = (histogram.IndexOfAnyExcept(0), histogram.LastIndexOfAnyExcept(0));
        if (highest > lowest)
        {
            var scale = 255.0 / (highest - lowest);
            for (var level = 0; level < Levels; level++)
            {
                table[level] = (byte)Math.Clamp((int)((level * scale) - (lowest * scale)), 0, 255);
            }
        }
    });

    /// <summary>The share of the channel's pixels below a level, in 255 steps; a channel of few levels or pixels stays.</summary>
    public static RgbImage Equalise(RgbImage image) => MapByHistogram(image, static (histogram, table) =>
    {
        var sum = 0;
        foreach (var count in histogram)
        {
            sum += count;
        }

        var step = (sum - histogram[histogram.LastIndexOfAnyExcept(0)]) / 255;
        if (step == 0)
        {
            return;
        }

        var below = step / 2;
        for (var level = 0; level < Levels; level++)
        {
            table[level] = (byte)Math.Min(below / step, 255);
            below += histogram[level];
        }
    });

    private static RgbImage Map(RgbImage image, Func<byte, byte> value)
    {
        Span<byte> table = stackalloc byte[Levels];
        for (var level = 0; level < Levels; level++)
        {
            table[level] = value((byte)level);
        }

        var mapped = new byte[image.Pixels.Length];
        for (var i = 0; i < mapped.Length; i++)
        {
            mapped[i] = table[image.Pixels[i]];
        }

        return new RgbImage(mapped, image.Size);
    }

    private static RgbImage MapByHistogram(RgbImage image, TableMaker make)
    {
        Span<byte> table = stackalloc byte[Levels];
        Span<int> histogram = stackalloc int[Levels];
        var pixels = image.Pixels;
        var mapped = new byte[pixels.Length];
        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            histogram.Clear();
            for (var i = channel; i < pixels.Length; i += RgbImage.Channels)
            {
                histogram[pixels[i]]++;
            }

            for (var level = 0; level < Levels; level++)
            {
                table[level] = (byte)level;
            }

            make(histogram, table);
            for (var i = channel; i < pixels.Length; i += RgbImage.Channels)
            {
                mapped[i] = table[pixels[i]];
            }
        }

        return new RgbImage(mapped, image.Size);
    }

    // Changes the table, which maps each level to itself.
    private delegate void TableMaker(ReadOnlySpan<int> histogram, Span<byte> table);
}
