using Heed.Figures.Drawing;

namespace Heed.Figures.Raster;

/// <summary>Opaque pixels that shapes are painted on, one after another.</summary>
internal sealed class Canvas
{
    private readonly byte[] rgb;
    private readonly Coverage coverage;

    public Canvas(int width, int height, Rgb paper)
    {
        (Width, Height) = (width, height);
        coverage = new Coverage(width, height);
        rgb = new byte[checked(3 * width * height)];
        for (var i = 0; i < rgb.Length; i += 3)
        {
            (rgb[i], rgb[i + 1], rgb[i + 2]) = (paper.R, paper.G, paper.B);
        }
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>[height, width, 3].</summary>
    public ReadOnlySpan<byte> Pixels => rgb;

    /// <summary>Fills the union of the contours; opacity counts once, also where they overlap.</summary>
    public void Fill(Polygons polygons, Rgb color, double opacity = 1) =>
        Fill(polygons, (x, y, cover) => Paint(x, y, color, opacity, cover));

    /// <summary>Hands out each pixel that the contours touch, with the share of it that they cover.</summary>
    public void Fill(Polygons polygons, Action<int, int, float> paint)
    {
        coverage.Add(polygons);
        coverage.Drain((y, x, run) =>
        {
            for (var i = 0; i < run.Length; i++)
            {
                paint(x + i, y, run[i]);
            }
        });
    }

    /// <summary>Opacity is mixed in sRGB, as SVG does; the share of the pixel that the shape covers is mixed in light.</summary>
    public void Paint(int x, int y, Rgb color, double opacity, float cover)
    {
        if (cover <= 0)
        {
            return;
        }

        var pixel = rgb.AsSpan(3 * ((y * Width) + x), 3);
        pixel[0] = Mix(pixel[0], color.R, opacity, cover);
        pixel[1] = Mix(pixel[1], color.G, opacity, cover);
        pixel[2] = Mix(pixel[2], color.B, opacity, cover);
    }

    private static byte Mix(byte below, byte above, double opacity, float cover)
    {
        var painted = opacity >= 1 ? above : (byte)Math.Round(below + ((above - below) * opacity));
        return cover >= 0.9995f ? painted : LightTable.Mix(below, painted, cover);
    }
}
