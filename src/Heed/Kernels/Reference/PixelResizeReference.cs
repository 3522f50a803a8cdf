namespace Heed.Kernels.Reference;

/// <summary>Pillow's resizing, one pixel at a time; <see cref="PixelResizeKernel"/> is tested against it.</summary>
public static class PixelResizeReference
{
    private const int One = 1 << 22;

    /// <summary>The new picture [to.Height, to.Width, channels] of pixels [from.Height, from.Width, channels].</summary>
    public static byte[] Resize(ResizeFilter filter, ReadOnlySpan<byte> pixels, GridSize from, GridSize to, int channels)
    {
        var narrow = new byte[from.Height * to.Width * channels];
        for (var i = 0; i < narrow.Length; i++)
        {
            var (row, column, channel) = (i / (to.Width * channels), i / channels % to.Width, i % channels);
            narrow[i] = Mean(filter, pixels, ((row * from.Width) * channels) + channel, channels, from.Width, to.Width, column);
        }

        var resized = new byte[to.Height * to.Width * channels];
        for (var i = 0; i < resized.Length; i++)
        {
            var (row, rest) = (i / (to.Width * channels), i % (to.Width * channels));
            resized[i] = Mean(filter, narrow, rest, to.Width * channels, from.Height, to.Height, row);
        }

        return resized;
    }

    /// <summary>Pixel <paramref name="index"/> of a line of newSize pixels made from one of size pixels that lie stride apart.</summary>
    private static byte Mean(ResizeFilter filter, ReadOnlySpan<byte> pixels, int start, int stride, int size, int newSize, int index)
    {
        if (filter == ResizeFilter.Nearest)
        {
            return pixels[start + ((int)((index + 0.5) * size / newSize) * stride)];
        }

        var sum = 0.5;
        for (var cell = 0; cell < size; cell++)
        {
            var share = GridReference.Share(size, newSize, cell, index, new GridResampling(filter, Antialiases: true));
            sum += Math.Round(share * One, MidpointRounding.AwayFromZero) / One * pixels[start + (cell * stride)];
        }

        return (byte)Math.Clamp(Math.Floor(sum), 0, 255);
    }
}
