using Heed.Kernels;

namespace Heed.Pipelines.Images;

/// <summary>A picture of bytes, red, green and blue of each pixel side by side.</summary>
public sealed class RgbImage
{
    /// <summary>Bytes of a pixel.</summary>
    public const int Channels = 3;

    private readonly byte[] pixels;

    /// <param name="pixels">[height, width, 3], row by row from the top left; kept, not copied.</param>
    /// <param name="size">Height and width, both positive.</param>
    /// <exception cref="ArgumentException">The bytes are not those of a picture of that size.</exception>
    public RgbImage(byte[] pixels, GridSize size)
    {
        if (size.Height < 1 || size.Width < 1 || pixels.Length != (long)size.Height * size.Width * Channels)
        {
            throw new ArgumentException($"A picture of {size} pixels has a positive size and 3 bytes a pixel, not {pixels.Length} bytes.", nameof(pixels));
        }

        (this.pixels, Size) = (pixels, size);
    }

    /// <summary>Height and width in pixels.</summary>
    public GridSize Size { get; }

    /// <summary>[height, width, 3].</summary>
    public ReadOnlySpan<byte> Pixels => pixels;

    /// <summary>The picture in another size, as Pillow's Image.resize makes it, to the grey level.</summary>
    /// <param name="size">Size wanted.</param>
    /// <param name="filter">How a pixel is made from its neighbours; where the picture shrinks the filter widens.</param>
    /// <exception cref="InvalidInputException">It, or the picture between the pass over the rows and that over the columns, has more pixels than any picture that is read.</exception>
    public RgbImage Resize(GridSize size, ResizeFilter filter)
    {
        if (size == Size)
        {
            return this;
        }

        // The rows are made as wide as the new picture before there are fewer of them: a thin picture is largest in between.
        RequireRoom(size, $"resizing {Across(Size)} pixels to {Across(size)}");
        RequireRoom(new(Size.Height, size.Width), $"resizing {Across(Size)} pixels to {Across(size)}");
        var resized = new byte[size.Count * Channels];
        PixelResizeKernel.Resize(filter, pixels, Size, resized, size, Channels);
        return new RgbImage(resized, size);
    }

    /// <summary>The middle of the picture: rows from (height - size.Height) / 2 and columns likewise, rounded down; black where there is no picture.</summary>
    /// <param name="size">Size wanted.</param>
    /// <exception cref="InvalidInputException">It has more pixels than any picture that is read.</exception>
    public RgbImage CropCentre(GridSize size) => Crop(FloorOfHalf(Size.Height - size.Height), FloorOfHalf(Size.Width - size.Width), size);

    /// <summary>Whether no pixel has a colour.</summary>
    internal bool IsGrey()
    {
        for (var i = 0; i < pixels.Length; i += Channels)
        {
            if (pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A rectangle of the picture, black where there is no picture.</summary>
    /// <param name="top">Its first row.</param>
    /// <param name="left">Its first column.</param>
    /// <param name="size">Its size.</param>
    /// <exception cref="InvalidInputException">It has more pixels than any picture that is read.</exception>
    internal RgbImage Crop(int top, int left, GridSize size)
    {
        RequireRoom(size, $"cutting {Across(size)} pixels out of {Across(Size)}");
        var (firstColumn, endColumn) = (Math.Max(0, -left), Math.Min(size.Width, Size.Width - left));
        var cropped = new byte[size.Count * Channels];
        for (var row = Math.Max(0, -top); row < Math.Min(size.Height, Size.Height - top); row++)
        {
            var source = pixels.AsSpan((((top + row) * Size.Width) + left + firstColumn) * Channels, (endColumn - firstColumn) * Channels);
            source.CopyTo(cropped.AsSpan(((row * size.Width) + firstColumn) * Channels));
        }

        return new RgbImage(cropped, size);
    }

    private static void RequireRoom(GridSize size, string doing)
    {
        if ((long)size.Height * size.Width > ImageDecoder.MostPixels)
        {
            throw new InvalidInputException($"{doing} takes {size.Width:N0} x {size.Height:N0} pixels; expected at most {ImageDecoder.MostPixels:N0} in all.");
        }
    }

    // Width first, as pictures are spoken of.
    private static string Across(GridSize size) => $"{size.Width} x {size.Height}";

    private static int FloorOfHalf(int value) => value >> 1;
}
