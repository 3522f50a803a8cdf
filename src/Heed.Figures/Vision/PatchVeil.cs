namespace Heed.Figures.Vision;

/// <summary>Numbers over patches as a picture of <see cref="OverlayColors"/> to be laid over the greyed one.</summary>
internal static class PatchVeil
{
    private const int MostPixels = 256;

    // The edges of the cells of a stem lie at halves of the pixels that the model reads.
    private const int PixelsEach = 2;

    /// <summary>One colour a patch, each with its edges: a pixel a patch where they are of one size.</summary>
    /// <param name="places">[rows, columns]: the place of each patch on the scale, 0 to 1.</param>
    /// <param name="cells">Where the patches lie.</param>
    /// <param name="seen">What the model read.</param>
    public static PixelImage ByPatch(ReadOnlySpan<float> places, PatchCells cells, PixelImage seen)
    {
        if (cells.AreEqual)
        {
            return Colored(places, cells.Columns.Count);
        }

        var (width, height) = (PixelsEach * seen.Width, PixelsEach * seen.Height);
        int[] columns = [.. Enumerable.Range(0, width).Select(x => cells.Columns.IndexAt((x + 0.5) / width))];
        var all = new float[width * height];
        for (var y = 0; y < height; y++)
        {
            var row = cells.Rows.IndexAt((y + 0.5) / height) * cells.Columns.Count;
            for (var x = 0; x < width; x++)
            {
                all[(y * width) + x] = places[row + columns[x]];
            }
        }

        return Colored(all, width);
    }

    /// <summary>Many pixels a patch, by the cubic of Catmull and Rom through the centres of the patches, cut to [0, 1].</summary>
    /// <param name="places">[rows, columns]: the place of each patch on the scale, 0 to 1.</param>
    /// <param name="cells">Where the patches lie.</param>
    public static PixelImage Smooth(ReadOnlySpan<float> places, PatchCells cells)
    {
        var (rows, columns) = (cells.Rows.Count, cells.Columns.Count);
        var times = Math.Clamp(MostPixels / Math.Max(rows, columns), 1, 16);
        var (across, down) = (PlacesOf(cells.Columns, columns * times), PlacesOf(cells.Rows, rows * times));
        var wide = new float[rows * columns * times];
        for (var row = 0; row < rows; row++)
        {
            for (var x = 0; x < columns * times; x++)
            {
                wide[(row * columns * times) + x] = Between(places.Slice(row * columns, columns), 0, 1, columns, across[x]);
            }
        }

        var all = new float[wide.Length * times];
        for (var y = 0; y < rows * times; y++)
        {
            for (var x = 0; x < columns * times; x++)
            {
                all[(y * columns * times) + x] = Between(wide, x, columns * times, rows, down[y]);
            }
        }

        return Colored(all, columns * times);
    }

    private static float[] PlacesOf(PatchAxis axis, int pixels) => [.. Enumerable.Range(0, pixels).Select(pixel => (float)axis.PlaceOf((pixel + 0.5) / pixels))];

    private static float Between(ReadOnlySpan<float> values, int first, int stride, int count, float place)
    {
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
