using Heed.Figures.Raster;

namespace Heed.Figures;

/// <summary>Pixels to be shown in a figure: 8 bits a channel in sRGB, rows from the top, opacity not multiplied in.</summary>
public sealed class PixelImage
{
    private const int MostPixels = 1 << 26;
    private readonly byte[] rgba;

    /// <summary>Takes a copy of interleaved pixels.</summary>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">[height, width, 3] (red, green, blue) or [height, width, 4] (and opacity).</param>
    /// <exception cref="ArgumentException">The size is not positive or over 67 million pixels, or the pixels are not as many as it says.</exception>
    public PixelImage(int width, int height, ReadOnlySpan<byte> pixels)
    {
        var count = (long)width * height;
        if (width <= 0 || height <= 0 || count > MostPixels)
        {
            throw new ArgumentException($"An image of {width} x {height} pixels cannot be shown; expected 1 to {MostPixels} pixels.", nameof(width));
        }

        if (pixels.Length != 3 * count && pixels.Length != 4 * count)
        {
            throw new ArgumentException(
                $"An image of {width} x {height} pixels has {3 * count} bytes (RGB) or {4 * count} (RGBA); found {pixels.Length}.", nameof(pixels));
        }

        (Width, Height) = (width, height);
        if (pixels.Length == 4 * count)
        {
            rgba = pixels.ToArray();
            return;
        }

        rgba = new byte[4 * count];
        for (var i = 0; i < count; i++)
        {
            pixels.Slice(3 * i, 3).CopyTo(rgba.AsSpan(4 * i));
            rgba[(4 * i) + 3] = byte.MaxValue;
        }
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The pixels as a PNG file.</summary>
    public byte[] ToPng() => PngFile.Encode(rgba, Width, 4);

    /// <summary>Red, green and blue of a pixel, whatever its opacity.</summary>
    public (byte Red, byte Green, byte Blue) ColorAt(int x, int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Width, nameof(x));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
        var pixel = Rgba.Slice(4 * ((y * Width) + x), 4);
        return (pixel[0], pixel[1], pixel[2]);
    }

    /// <summary>Writes the pixels as a PNG file; a file of that name is replaced only when the new one is complete.</summary>
    /// <param name="path">Where to.</param>
    public void Save(string path) => WholeFile.Write(path, PngFile.Encode(rgba, Width, channels: 4));

    /// <summary>[height, width, 4]: red, green, blue, opacity.</summary>
    internal ReadOnlySpan<byte> Rgba => rgba;
}
