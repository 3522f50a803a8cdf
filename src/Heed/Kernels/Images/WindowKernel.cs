namespace Heed.Kernels;

/// <summary>
/// The pixels under each window as a row and back ("im2col"), so that a linear layer over the rows is a convolution. The values of a row lie
/// channel by channel, as PyTorch stores a convolution's weight.
/// </summary>
public static unsafe class WindowKernel
{
    /// <summary>rows[(b, i, j), (c, y, x)] = images[b, i stride - padding + y, j stride - padding + x, c], 0 in the border.</summary>
    /// <param name="images">[batch, height, width, channels].</param>
    /// <param name="rows">[batch * outHeight * outWidth, channels * windowHeight * windowWidth].</param>
    public static void Unfold(in WindowShape shape, ReadOnlySpan<float> images, Span<float> rows)
    {
        Check(shape, images.Length, rows.Length);
        fixed (float* pImages = images, pRows = rows)
        {
            var work = new UnfoldWork { Shape = shape, Images = pImages, Rows = pRows };
            Team.Run(ref work, shape.Batch * shape.OutHeight);
        }
    }

    /// <summary>images += each row back at the pixels it came from: the gradient of <see cref="Unfold"/>.</summary>
    /// <param name="rows">[batch * outHeight * outWidth, channels * windowHeight * windowWidth].</param>
    /// <param name="images">[batch, height, width, channels].</param>
    public static void FoldAdd(in WindowShape shape, ReadOnlySpan<float> rows, Span<float> images)
    {
        Check(shape, images.Length, rows.Length);
        fixed (float* pImages = images, pRows = rows)
        {
            var work = new FoldWork { Shape = shape, Images = pImages, Rows = pRows };
            Team.Run(ref work, shape.Batch);
        }
    }

    private static void Check(in WindowShape shape, int images, int rows)
    {
        Require.Length(images, shape.ImagesLength, nameof(images));
        Require.Length(rows, (long)shape.NumWindows * shape.WindowLength, nameof(rows));
    }

    /// <summary>An item is a row of windows of one image.</summary>
    private struct UnfoldWork : IParallelWork
    {
        public WindowShape Shape;
        public float* Images;
        public float* Rows;

        public readonly void Run(int item)
        {
            var (image, i) = (item / Shape.OutHeight, item % Shape.OutHeight);
            var (channels, area) = (Shape.Channels, Shape.WindowHeight * Shape.WindowWidth);
            var row = Rows + ((long)item * Shape.OutWidth * Shape.WindowLength);
            for (var j = 0; j < Shape.OutWidth; j++, row += Shape.WindowLength)
            {
                for (var place = 0; place < area; place++)
                {
                    var pixel = Pixel(Shape, Images, image, Shape.First(i) + (place / Shape.WindowWidth), Shape.First(j) + (place % Shape.WindowWidth));
                    for (var channel = 0; channel < channels; channel++)
                    {
                        row[(channel * area) + place] = pixel == null ? 0 : pixel[channel];
                    }
                }
            }
        }
    }

    /// <summary>An item is an image: its windows overlap, and are added in order.</summary>
    private struct FoldWork : IParallelWork
    {
        public WindowShape Shape;
        public float* Images;
        public float* Rows;

        public readonly void Run(int item)
        {
            var (channels, area, windows) = (Shape.Channels, Shape.WindowHeight * Shape.WindowWidth, Shape.OutHeight * Shape.OutWidth);
            var row = Rows + ((long)item * windows * Shape.WindowLength);
            for (var window = 0; window < windows; window++, row += Shape.WindowLength)
            {
                var (top, left) = (Shape.First(window / Shape.OutWidth), Shape.First(window % Shape.OutWidth));
                for (var place = 0; place < area; place++)
                {
                    var pixel = Pixel(Shape, Images, item, top + (place / Shape.WindowWidth), left + (place % Shape.WindowWidth));
                    for (var channel = 0; pixel != null && channel < channels; channel++)
                    {
                        pixel[channel] += row[(channel * area) + place];
                    }
                }
            }
        }
    }

    /// <summary>The channels of a pixel; null in the border.</summary>
    private static float* Pixel(in WindowShape shape, float* images, int image, int y, int x) =>
        (uint)y < (uint)shape.Height && (uint)x < (uint)shape.Width
            ? images + (((((long)image * shape.Height) + y) * shape.Width) + x) * shape.Channels
            : null;
}
