namespace Heed.Kernels;

/// <summary>
/// The convolution of one image of few channels as a product with columns [channels * 9, pixels], a row of which is a plane moved by a pixel: copying
/// them costs little beside the product, since an image has so few.
/// </summary>
internal readonly unsafe struct ColumnConvolution(PooledConvolutionShape shape)
{
    private const int Lanes = PooledConvolutionShape.Lanes;

    /// <summary>Floats of the columns.</summary>
    public int ColumnsLength => shape.WindowLength * Stride;

    /// <summary>Floats of 16 channels of the result.</summary>
    public int PanelLength => shape.Pixels * Lanes;

    private int Stride => Blocks.RoundUp(shape.Pixels, Lanes);

    /// <summary>columns[(channel, y, x), pixel] = the pixel's neighbour, 0 in the border.</summary>
    public void Unfold(float* image, float* columns)
    {
        new Span<float>(columns, ColumnsLength).Clear();
        for (var line = 0; line < shape.WindowLength; line++, columns += Stride)
        {
            var (channel, down, right) = (line / PooledConvolutionShape.Taps, (line / 3 % 3) - 1, (line % 3) - 1);
            var (first, end) = (Math.Max(0, -right), shape.Width - Math.Max(0, right));
            for (var row = Math.Max(0, -down); row < shape.Height - Math.Max(0, down) && first < end; row++)
            {
                var source = image + (channel * shape.ChannelStride) + ((((row + down) * shape.Width) + first + right) * shape.PixelStride);
                var target = columns + (row * shape.Width);
                if (shape.PixelStride == 1)
                {
                    new ReadOnlySpan<float>(source, end - first).CopyTo(new Span<float>(target + first, end - first));
                    continue;
                }

                for (var column = first; column < end; column++, source += shape.PixelStride)
                {
                    target[column] = *source;
                }
            }
        }
    }

    /// <summary>Sixteen channels of the result.</summary>
    /// <param name="weights">[channels * 9, 16].</param>
    /// <param name="result">[pixels, 16].</param>
    public void Convolve(float* columns, float* weights, float* result) =>
        MatMulTile.Multiply(columns, 1, Stride, weights, Lanes, shape.WindowLength, result, Lanes, shape.Pixels, accumulate: false);

    /// <summary>sums (+)= columns gradient.</summary>
    /// <param name="gradient">[pixels, 16].</param>
    /// <param name="sums">[channels * 9, 16].</param>
    public void AddWeightGradient(float* columns, float* gradient, float* sums, bool accumulate) =>
        MatMulTile.Multiply(columns, Stride, 1, gradient, Lanes, shape.Pixels, sums, Lanes, shape.WindowLength, accumulate);
}
