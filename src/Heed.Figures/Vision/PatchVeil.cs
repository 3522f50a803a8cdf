namespace Heed.Figures.Vision;

/// <summary>Numbers over patches as a picture of <see cref="OverlayColors"/> to be laid over the greyed one.</summary>
internal static class PatchVeil
{
    private const int MostPixels = 256;

    /// <summary>A pixel a patch: each keeps its edges.</summary>
    /// <param name="places">[rows, columns]: the place of each patch on the scale, 0 to 1.</param>
    /// <param name="columns">Patches in a row.</param>
    public static PixelImage ByPatch(ReadOnlySpan<float> places, int columns) => Colored(places, columns);

    /// <summary>Many pixels a patch, by the cubic of Catmull and Rom through the middles of the patches, cut to [0, 1].</summary>
    /// <inheritdoc cref="ByPatch"/>
    public static PixelImage Smooth(ReadOnlySpan<float> places, int columns)
    {
        var rows = places.Length / columns;
        var times = Math.Clamp(MostPixels / Math.Max(rows, columns), 1, 16);
        var wide = new float[rows * columns * times];
        for (var row = 0; row < rows; row++)
        {
            for (var x = 0; x < columns * times; x++)
            {
                wide[(row * columns * times) + x] = Between(places.Slice(row * columns, columns), 0, 1, columns, x, times);
            }
        }

        var all = new float[wide.Length * times];
        for (var y = 0; y < rows * times; y++)
        {
            for (var x = 0; x < columns * times; x++)
            {
                all[(y * columns * times) + x] = Between(wide, x, columns * times, rows, y, times);
            }
        }

        return Colored(all, columns * times);
    }

    private static float Between(ReadOnlySpan<float> values, int first, int stride, int count, int pixel, int times)
    {
        var place = ((pixel + 0.5f) / times) - 0.5f;
        var left = (int)MathF.Floor(place);
        var t = place - left;
        var (a, b, c, d) = (
            values[first + (stride * Math.Clamp(left - 1, 0, count - 1))],
            values[first + (stride * Math.Clamp(left, 0, count - 1))],
            values[first + (stride * Math.Clamp(left + 1, 0, count - 1))],
            values[first + (stride * Math.Clamp(left + 2, 0, count - 1))]);
        return b + (0.5f * t * (c - a + (t * ((2 * a) - (5 * b) + (4 * c) - d + (t * ((3 * (b - c)) + d - a))))));
    }

    private static PixelImage Colored(ReadOnlySpan<float> places, int columns)
    {
        var pixels = new byte[4 * places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            (pixels[4 * i], pixels[(4 * i) + 1], pixels[(4 * i) + 2], pixels[(4 * i) + 3]) = OverlayColors.At(places[i]);
        }

        return new PixelImage(columns, places.Length / columns, pixels);
    }
}
