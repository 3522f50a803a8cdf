namespace Heed.Figures.Raster;

/// <summary>
/// The colour of an image under a pixel of the canvas. Sharp: the mean of what the pixel covers, so that enlarged squares keep
/// straight edges and reduced images do not flicker. Smooth: an enlarged image is interpolated between the middles of its pixels.
/// </summary>
internal sealed class PictureSampler(PixelImage image, double x, double y, double width, double height, bool smooth)
{
    /// <summary>The mean colour (opacity multiplied in, 0 to 255) and the mean opacity (0 to 1) under one canvas pixel.</summary>
    public (double R, double G, double B, double Opacity) At(int column, int row)
    {
        var columns = Weights(column, x, width, image.Width);
        var rows = Weights(row, y, height, image.Height);
        var (r, g, b, opacity, all) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var j = rows.First; j <= rows.Last; j++)
        {
            for (var i = columns.First; i <= columns.Last; i++)
            {
                var pixel = image.Rgba.Slice(4 * ((j * image.Width) + i), 4);
                var weight = Weight(columns, i) * Weight(rows, j);
                var inked = weight * pixel[3] / 255;
                (r, g, b) = (r + (inked * pixel[0]), g + (inked * pixel[1]), b + (inked * pixel[2]));
                (opacity, all) = (opacity + inked, all + weight);
            }
        }

        return all > 0 ? (r / all, g / all, b / all, opacity / all) : default;
    }

    // The window [From, To) of image pixels that a canvas pixel looks at. Its width is at least one image pixel where the image is
    // smooth: a window of one about the middle weighs two neighbours just as interpolation does.
    private Window Weights(int pixel, double origin, double length, int count)
    {
        var perPixel = count / length;
        var (from, to) = ((pixel - origin) * perPixel, (pixel + 1 - origin) * perPixel);
        if (smooth && perPixel < 1)
        {
            var middle = (from + to) / 2;
            (from, to) = (middle - 0.5, middle + 0.5);
        }

        (from, to) = (Math.Max(from, 0), Math.Min(to, count));
        var first = Math.Clamp((int)from, 0, count - 1);
        return new(from, to, first, Math.Clamp((int)Math.Ceiling(to) - 1, first, count - 1));
    }

    private static double Weight(Window window, int pixel) =>
        Math.Max(0, Math.Min(window.To, pixel + 1) - Math.Max(window.From, pixel));

    private readonly record struct Window(double From, double To, int First, int Last);
}
