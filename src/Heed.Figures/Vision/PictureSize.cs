using Heed.Figures.Raster;

namespace Heed.Figures.Vision;

/// <summary>Pictures with no more pixels than can be seen.</summary>
internal static class PictureSize
{
    /// <summary>The picture, or as much smaller a one as has no side longer than <paramref name="side"/>: each pixel is the mean of those that it covers.</summary>
    public static PixelImage AtMost(PixelImage image, int side)
    {
        var longest = Math.Max(image.Width, image.Height);
        return longest <= side ? image : To(image, Scaled(image.Width), Scaled(image.Height));

        int Scaled(int length) => Math.Max(1, (int)Math.Round(length * (double)side / longest));
    }

    /// <summary>The picture in a size, smaller or larger, without interpolation.</summary>
    public static PixelImage To(PixelImage image, int width, int height)
    {
        var sampler = new PictureSampler(image, 0, 0, width, height, smooth: false);
        var pixels = new byte[4 * width * height];
        for (var i = 0; i < width * height; i++)
        {
            var (r, g, b, opacity) = sampler.At(i % width, i / width);
            if (opacity > 0)
            {
                (pixels[4 * i], pixels[(4 * i) + 1], pixels[(4 * i) + 2]) = (Channel(r / opacity), Channel(g / opacity), Channel(b / opacity));
                pixels[(4 * i) + 3] = Channel(255 * opacity);
            }
        }

        return new PixelImage(width, height, pixels);
    }

    /// <summary>The pixels of a rectangle, as far as the picture has them.</summary>
    public static PixelImage Cut(PixelImage image, int left, int top, int right, int bottom)
    {
        (left, top) = (Math.Clamp(left, 0, image.Width - 1), Math.Clamp(top, 0, image.Height - 1));
        (right, bottom) = (Math.Clamp(right, left + 1, image.Width), Math.Clamp(bottom, top + 1, image.Height));
        var (width, height) = (right - left, bottom - top);
        var pixels = new byte[4 * width * height];
        for (var row = 0; row < height; row++)
        {
            image.Rgba.Slice(4 * (((top + row) * image.Width) + left), 4 * width).CopyTo(pixels.AsSpan(4 * row * width));
        }

        return new PixelImage(width, height, pixels);
    }

    private static byte Channel(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
