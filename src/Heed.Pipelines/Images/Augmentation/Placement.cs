using Heed.Kernels;

namespace Heed.Pipelines.Images.Augmentation;

/// <summary>Changes of where a picture lies: mirrored, or cut from a larger ground.</summary>
internal static class Placement
{
    /// <summary>Left and right change places.</summary>
    public static RgbImage Flip(RgbImage image)
    {
        var pixels = image.Pixels;
        var width = image.Size.Width;
        var flipped = new byte[pixels.Length];
        for (var y = 0; y < image.Size.Height; y++)
        {
            var row = y * width;
            for (var x = 0; x < width; x++)
            {
                pixels.Slice((row + x) * RgbImage.Channels, RgbImage.Channels).CopyTo(flipped.AsSpan((row + width - 1 - x) * RgbImage.Channels));
            }
        }

        return new RgbImage(flipped, image.Size);
    }

    /// <summary>The picture with its upper left corner at (left, top), cut to its own size; <paramref name="fill"/> where there is none.</summary>
    public static RgbImage Move(RgbImage image, int top, int left, byte fill)
    {
        var size = image.Size;
        var moved = new byte[image.Pixels.Length];
        moved.AsSpan().Fill(fill);
        var count = Math.Max(0, size.Width - Math.Abs(left)) * RgbImage.Channels;
        for (var y = Math.Max(0, top); y < Math.Min(size.Height, size.Height + top); y++)
        {
            var source = image.Pixels.Slice(Offset(size, y - top, Math.Max(0, -left)), count);
            source.CopyTo(moved.AsSpan(Offset(size, y, Math.Max(0, left))));
        }

        return new RgbImage(moved, size);
    }

    private static int Offset(GridSize size, int y, int x) => ((y * size.Width) + Math.Min(x, size.Width)) * RgbImage.Channels;
}
