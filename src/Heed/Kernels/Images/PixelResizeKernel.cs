namespace Heed.Kernels;

/// <summary>
/// Resizes pictures of bytes as Pillow does, to the grey level: a pass over the rows, then one over the columns, each a weighted sum in
/// 22-bit fixed point that is rounded to bytes. Where the picture shrinks the filter widens, so that every pixel has its share.
/// </summary>
public static unsafe class PixelResizeKernel
{
    private const int FractionBits = 22;

    /// <summary>resized = pixels, in another size.</summary>
    /// <param name="filter">How a pixel is made from its neighbours.</param>
    /// <param name="pixels">[from.Height, from.Width, channels].</param>
    /// <param name="resized">[to.Height, to.Width, channels].</param>
    /// <param name="channels">Bytes of a pixel.</param>
    public static void Resize(ResizeFilter filter, ReadOnlySpan<byte> pixels, GridSize from, Span<byte> resized, GridSize to, int channels)
    {
        Require.Shape(from.Height > 0 && from.Width > 0 && to.Height > 0 && to.Width > 0 && channels > 0, "pictures of at least one pixel");
        Require.Length(pixels, (long)from.Height * from.Width * channels);
        Require.Length(resized, (long)to.Height * to.Width * channels);
        fixed (byte* px = pixels, py = resized)
        {
            if (filter == ResizeFilter.Nearest)
            {
                TakeNearest(px, from, py, to, channels);
            }
            else
            {
                Filter(filter, px, from, py, to, channels);
            }
        }
    }

    private static void Filter(ResizeFilter filter, byte* pixels, GridSize from, byte* resized, GridSize to, int channels)
    {
        double rowStep = (double)from.Height / to.Height, columnStep = (double)from.Width / to.Width;
        int mostRows = ResizeWindow.MostCells(filter, rowStep), mostColumns = ResizeWindow.MostCells(filter, columnStep);
        var most = Math.Max(mostRows, mostColumns);
        var windowWords = sizeof(ResizeWindow) / sizeof(float);
        var words = (2L * most) + ((long)to.Height * (mostRows + windowWords)) + ((long)to.Width * (mostColumns + windowWords));
        var narrowBytes = (long)from.Height * to.Width * channels;
        // One buffer: weights of a window in double, then windows, weights in fixed point, and the picture after the first pass.
        var exact = (double*)Scratch.Shared(words + ((narrowBytes + sizeof(float) - 1) / sizeof(float)));
        var rows = (ResizeWindow*)(exact + most);
        var columns = rows + to.Height;
        var rowWeights = (int*)(columns + to.Width);
        var columnWeights = rowWeights + ((long)to.Height * mostRows);
        var narrow = (byte*)(columnWeights + ((long)to.Width * mostColumns));
        Fill(filter, from.Height, to.Height, rowStep, mostRows, rows, rowWeights, new Span<double>(exact, most));
        Fill(filter, from.Width, to.Width, columnStep, mostColumns, columns, columnWeights, new Span<double>(exact, most));

        var across = new Across
        {
            Pixels = pixels, Narrow = narrow, Columns = columns, Weights = columnWeights, Most = mostColumns, Width = from.Width, NewWidth = to.Width,
            Channels = channels,
        };
        Team.Run(ref across, from.Height);
        var down = new Down { Narrow = narrow, Resized = resized, Rows = rows, Weights = rowWeights, Most = mostRows, RowLength = to.Width * channels };
        Team.Run(ref down, to.Height);
    }

    private static void Fill(
        ResizeFilter filter, int size, int newSize, double step, int most, ResizeWindow* windows, int* weights, Span<double> exact)
    {
        for (var i = 0; i < newSize; i++)
        {
            windows[i] = ResizeWindow.Widened(filter, size, step, i, exact);
            for (var cell = 0; cell < windows[i].Count; cell++)
            {
                var scaled = exact[cell] * (1 << FractionBits);
                weights[((long)i * most) + cell] = (int)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
            }
        }
    }

    // Pillow walks in double from pixel to pixel; a product in place of the sums would now and then take a neighbour.
    private static void TakeNearest(byte* pixels, GridSize from, byte* resized, GridSize to, int channels)
    {
        double rowStep = (double)from.Height / to.Height, columnStep = (double)from.Width / to.Width;
        var y = rowStep * 0.5;
        for (var row = 0; row < to.Height; row++, y += rowStep)
        {
            var source = pixels + ((long)Math.Min((int)y, from.Height - 1) * from.Width * channels);
            var x = columnStep * 0.5;
            for (var column = 0; column < to.Width; column++, x += columnStep)
            {
                var pixel = source + ((long)Math.Min((int)x, from.Width - 1) * channels);
                for (var channel = 0; channel < channels; channel++)
                {
                    *resized++ = pixel[channel];
                }
            }
        }
    }

    private static byte ToByte(int sum) => (byte)Math.Clamp(sum >> FractionBits, 0, byte.MaxValue);

    /// <summary>An item is a row of the picture, made as wide as the new one.</summary>
    private struct Across : IParallelWork
    {
        public byte* Pixels;
        public byte* Narrow;
        public ResizeWindow* Columns;
        public int* Weights;
        public int Most;
        public int Width;
        public int NewWidth;
        public int Channels;

        public readonly void Run(int item)
        {
            var source = Pixels + ((long)item * Width * Channels);
            var target = Narrow + ((long)item * NewWidth * Channels);
            for (var column = 0; column < NewWidth; column++)
            {
                var (first, count) = Columns[column];
                var weights = Weights + ((long)column * Most);
                for (var channel = 0; channel < Channels; channel++)
                {
                    var pixel = source + ((long)first * Channels) + channel;
                    var sum = 1 << (FractionBits - 1);
                    for (var cell = 0; cell < count; cell++)
                    {
                        sum += pixel[cell * Channels] * weights[cell];
                    }

                    *target++ = ToByte(sum);
                }
            }
        }
    }

    /// <summary>An item is a row of the new picture.</summary>
    private struct Down : IParallelWork
    {
        public byte* Narrow;
        public byte* Resized;
        public ResizeWindow* Rows;
        public int* Weights;
        public int Most;
        public int RowLength;

        public readonly void Run(int item)
        {
            var (first, count) = Rows[item];
            var weights = Weights + ((long)item * Most);
            var source = Narrow + ((long)first * RowLength);
            var target = Resized + ((long)item * RowLength);
            for (var i = 0; i < RowLength; i++)
            {
                var sum = 1 << (FractionBits - 1);
                for (var cell = 0; cell < count; cell++)
                {
                    sum += source[((long)cell * RowLength) + i] * weights[cell];
                }

                target[i] = ToByte(sum);
            }
        }
    }
}
