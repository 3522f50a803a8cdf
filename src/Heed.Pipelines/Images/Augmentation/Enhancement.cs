namespace Heed.Pipelines.Images.Augmentation;

/// <summary>
/// value = plain + factor (value - plain), cut to 0 ... 255, where the plain picture is black (brightness), of the mean grey (contrast),
/// grey (colour) or smoothed (sharpness): the four of Pillow's ImageEnhance. A factor of 1 changes nothing, 0 gives the plain picture.
/// </summary>
internal static class Enhancement
{
    public static RgbImage Brightness(RgbImage image, float factor) => Blend(image, new byte[image.Pixels.Length], factor);

    public static RgbImage Contrast(RgbImage image, float factor)
    {
        var pixels = image.Pixels;
        var sum = 0L;
        for (var i = 0; i < pixels.Length; i += RgbImage.Channels)
        {
            sum += Lightness(pixels, i);
        }

        var plain = new byte[pixels.Length];
        plain.AsSpan().Fill((byte)(((double)sum / image.Size.Count) + 0.5));
        return Blend(image, plain, factor);
    }

    public static RgbImage Colour(RgbImage image, float factor)
    {
        var plain = new byte[image.Pixels.Length];
        for (var i = 0; i < plain.Length; i += RgbImage.Channels)
        {
            plain.AsSpan(i, RgbImage.Channels).Fill(Lightness(image.Pixels, i));
        }

        return Blend(image, plain, factor);
    }

    public static RgbImage Sharpness(RgbImage image, float factor)
    {
        var pixels = image.Pixels;
        var plain = pixels.ToArray();
        var stride = image.Size.Width * RgbImage.Channels;
        for (var y = 1; y < image.Size.Height - 1; y++)
        {
            for (var i = (y * stride) + RgbImage.Channels; i < ((y + 1) * stride) - RgbImage.Channels; i++)
            {
                // Weights 1 about 5, of 13; the border stays as it is.
                var sum = RowOfThree(pixels, i - stride) + RowOfThree(pixels, i) + (4 * pixels[i]) + RowOfThree(pixels, i + stride);
                plain[i] = (byte)((sum + 6) / 13);
            }
        }

        return Blend(image, plain, factor);
    }

    private static int RowOfThree(ReadOnlySpan<byte> pixels, int i) => pixels[i - RgbImage.Channels] + pixels[i] + pixels[i + RgbImage.Channels];

    // ITU-R BT.601 in 16 bits behind the point, as Pillow converts to grey.
    private static byte Lightness(ReadOnlySpan<byte> pixels, int i) =>
        (byte)(((pixels[i] * 19595) + (pixels[i + 1] * 38470) + (pixels[i + 2] * 7471) + 0x8000) >> 16);

    // Writes over the plain picture.
    private static RgbImage Blend(RgbImage image, byte[] plain, float factor)
    {
        var pixels = image.Pixels;
        for (var i = 0; i < plain.Length; i++)
        {
            plain[i] = (byte)Math.Clamp(plain[i] + (factor * (pixels[i] - plain[i])), 0, 255);
        }

        return new RgbImage(plain, image.Size);
    }
}
