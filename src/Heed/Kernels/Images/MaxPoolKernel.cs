using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>The largest value under each window, channel by channel. The border takes no part.</summary>
public static unsafe class MaxPoolKernel
{
    private const int Lanes = 8;

    /// <summary>y[b, i, j, c] = max over the window's pixels of x[b, ., ., c].</summary>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="y">[batch, outHeight, outWidth, channels].</param>
    /// <exception cref="ArgumentException">The border is so wide that a window may lie in it alone.</exception>
    public static void Forward(in WindowShape shape, ReadOnlySpan<float> x, Span<float> y)
    {
        Check(shape, x.Length, y.Length);
        fixed (float* px = x, py = y)
        {
            var work = new ForwardWork { Shape = shape, X = px, Y = py };
            Team.Run(ref work, shape.Batch * shape.OutHeight);
        }
    }

    /// <summary>dx += dy at the first pixel of the window that has the largest value.</summary>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="y">What <see cref="Forward"/> made of x.</param>
    /// <param name="dy">The shape of y.</param>
    /// <param name="dx">The shape of x.</param>
    public static void Backward(in WindowShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        Check(shape, Math.Min(x.Length, dx.Length), Math.Min(y.Length, dy.Length));
        fixed (float* px = x, py = y, pdy = dy, pdx = dx)
        {
            var work = new BackwardWork { Shape = shape, X = px, Y = py, DY = pdy, DX = pdx };
            Team.Run(ref work, shape.Batch);
        }
    }

    private static void Check(in WindowShape shape, int x, int y)
    {
        Require.Shape(2 * shape.Padding <= Math.Min(shape.WindowHeight, shape.WindowWidth), "a border of at most half a window");
        Require.Length(x, shape.ImagesLength, nameof(x));
        Require.Length(y, (long)shape.NumWindows * shape.Channels, nameof(y));
    }

    /// <summary>An item is a row of windows of one image.</summary>
    private struct ForwardWork : IParallelWork
    {
        public WindowShape Shape;
        public float* X;
        public float* Y;

        public readonly void Run(int item)
        {
            var (image, i) = (item / Shape.OutHeight, item % Shape.OutHeight);
            var channels = Shape.Channels;
            for (var j = 0; j < Shape.OutWidth; j++)
            {
                var y = Y + ((((long)item * Shape.OutWidth) + j) * channels);
                var window = new Window(Shape, X, image, i, j);
                new ReadOnlySpan<float>(window.Pixel(0), channels).CopyTo(new Span<float>(y, channels));
                for (var tap = 1; tap < window.Count; tap++)
                {
                    Raise(window.Pixel(tap), y, channels);
                }
            }
        }

        private static void Raise(float* x, float* y, int count)
        {
            var i = 0;
            for (; i + Lanes <= count; i += Lanes)
            {
                Vector256.Max(Vector256.Load(x + i), Vector256.Load(y + i)).Store(y + i);
            }

            for (; i < count; i++)
            {
                y[i] = Math.Max(x[i], y[i]);
            }
        }
    }

    /// <summary>An item is an image: its windows overlap, and are added in order.</summary>
    private struct BackwardWork : IParallelWork
    {
        public WindowShape Shape;
        public float* X;
        public float* Y;
        public float* DY;
        public float* DX;

        public readonly void Run(int item)
        {
            var (channels, windows) = (Shape.Channels, Shape.OutHeight * Shape.OutWidth);
            for (var index = 0; index < windows; index++)
            {
                var window = new Window(Shape, X, item, index / Shape.OutWidth, index % Shape.OutWidth);
                var start = (((long)item * windows) + index) * channels;
                float* y = Y + start, dy = DY + start;
                var channel = 0;
                for (; channel + Lanes <= channels; channel += Lanes)
                {
                    Eight(window, y + channel, dy + channel, channel);
                }

                for (; channel < channels; channel++)
                {
                    One(window, y[channel], dy[channel], channel);
                }
            }
        }

        private readonly void Eight(in Window window, float* y, float* dy, int channel)
        {
            var (largest, left) = (Vector256.Load(y), Vector256.Load(dy));
            for (var tap = 0; tap < window.Count; tap++)
            {
                var x = window.Pixel(tap) + channel;
                var isHere = Vector256.Equals(Vector256.Load(x), largest);
                var dx = DX + (x - X);
                (Vector256.Load(dx) + (left & isHere)).Store(dx);
                left = Vector256.AndNot(left, isHere);
            }
        }

        private readonly void One(in Window window, float y, float dy, int channel)
        {
            for (var tap = 0; tap < window.Count; tap++)
            {
                var x = window.Pixel(tap) + channel;
                if (*x == y)
                {
                    DX[x - X] += dy;
                    return;
                }
            }
        }
    }

    /// <summary>The pixels of a window that are no border, from the top left.</summary>
    private readonly struct Window
    {
        private readonly float* first;
        private readonly int columns;
        private readonly int channels;
        private readonly int rowLength;

        public Window(in WindowShape shape, float* images, int image, int i, int j)
        {
            var (top, left) = (Math.Max(0, shape.First(i)), Math.Max(0, shape.First(j)));
            columns = Math.Min(shape.Width, shape.First(j) + shape.WindowWidth) - left;
            Count = columns * (Math.Min(shape.Height, shape.First(i) + shape.WindowHeight) - top);
            (channels, rowLength) = (shape.Channels, shape.Width * shape.Channels);
            first = images + (((((long)image * shape.Height) + top) * rowLength) + (left * channels));
        }

        public int Count { get; }

        public float* Pixel(int tap) => first + ((tap / columns * rowLength) + (tap % columns * channels));
    }
}
