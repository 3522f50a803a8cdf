namespace Heed.Kernels;

/// <summary>
/// The convolution of one image through <see cref="WinogradTransform"/>: 16 products of [tiles, channels] and [channels, outChannels], two panels of
/// 16 channels of the result after two others, so that their pixels are pooled while they lie in the nearest caches.
/// </summary>
internal readonly unsafe struct WinogradConvolution(PooledConvolutionShape shape)
{
    private const int Lanes = PooledConvolutionShape.Lanes;
    private const int Elements = WinogradTransform.Elements;

    // Elements a power of two apart would meet in one set of the first cache.
    private const int Skew = 16;

    private readonly int rowTiles = Blocks.Count(shape.Height, 2);
    private readonly int columnTiles = Blocks.Count(shape.Width, 2);

    /// <summary>Floats of an image with its border and with channels up to a multiple of 16.</summary>
    public int BorderedLength(int channels) => ((2 * rowTiles) + 2) * ((2 * columnTiles) + 2) * Blocks.RoundUp(channels, Lanes);

    /// <summary>Floats of a transformed image.</summary>
    public int TransformedLength(int channels) => Elements * ElementStride(channels);

    /// <summary>Floats of 16 channels of the products, and of the pixels that they become.</summary>
    public int PanelLength => TransformedLength(Lanes) + (4 * Tiles * Lanes);

    private int Tiles => rowTiles * columnTiles;

    /// <summary>The channels of the pixel at the top left of what has a border.</summary>
    public float* FirstPixel(float* bordered, int channels) => bordered + RowStride(channels) + Blocks.RoundUp(channels, Lanes);

    /// <summary>Floats from row to row of what has a border.</summary>
    public int RowStride(int channels) => ((2 * columnTiles) + 2) * Blocks.RoundUp(channels, Lanes);

    /// <summary>Puts an image inside its border, which is zero already.</summary>
    public void Enclose(float* image, float* bordered)
    {
        var (channels, pixelStride, channelStride) = (shape.Channels, shape.PixelStride, shape.ChannelStride);
        for (var row = 0; row < shape.Height; row++)
        {
            var target = FirstPixel(bordered, channels) + (row * RowStride(channels));
            for (var column = 0; column < shape.Width; column++, image += pixelStride, target += Blocks.RoundUp(channels, Lanes))
            {
                if (channelStride == 1)
                {
                    new ReadOnlySpan<float>(image, channels).CopyTo(new Span<float>(target, channels));
                    continue;
                }

                for (var channel = 0; channel < channels; channel++)
                {
                    target[channel] = image[channel * channelStride];
                }
            }
        }
    }

    /// <summary>B^T d B of what has a border.</summary>
    public void Transform(float* bordered, int channels, float* transformed) =>
        WinogradTransform.Image(bordered, rowTiles, columnTiles, Blocks.RoundUp(channels, Lanes), transformed, ElementStride(channels));

    /// <summary>The two panels of 16 channels of a convolution's result that <see cref="Pixels"/> then has.</summary>
    /// <param name="transformed">Of an image of so many channels.</param>
    /// <param name="weights">The panel of <see cref="WinogradWeights"/>.</param>
    /// <param name="weights2">The next, or null if there is none.</param>
    /// <param name="memory">Of twice <see cref="PanelLength"/>.</param>
    public void Convolve(float* transformed, int channels, float* weights, float* weights2, float* memory)
    {
        var stride = Blocks.RoundUp(channels, Lanes);
        for (var element = 0; element < Elements; element++)
        {
            var image = transformed + (element * ElementStride(channels));
            var products = memory + (element * ElementStride(Lanes));
            var start = element * channels * Lanes;
            // [tiles, channels] x [channels, 16] -> [tiles, 16]
            if (weights2 == null)
            {
                MatMulTile.Multiply(image, stride, 1, weights + start, Lanes, channels, products, Lanes, Tiles, accumulate: false);
            }
            else
            {
                MatMulTile.MultiplyPair(
                    image, stride, 1, weights + start, weights2 + start, Lanes, channels, products, products + PanelLength, Lanes, Tiles, accumulate: false);
            }
        }
    }

    /// <summary>Sixteen channels of a convolution's result.</summary>
    /// <param name="second">Which of the two panels.</param>
    /// <param name="memory">What <see cref="Convolve"/> left.</param>
    /// <returns>[height, width, 16], rows <see cref="PixelRow"/> apart.</returns>
    public float* Pixels(bool second, float* memory)
    {
        memory += second ? PanelLength : 0;
        var pixels = memory + TransformedLength(Lanes);
        WinogradTransform.Pixels(memory, ElementStride(Lanes), rowTiles, columnTiles, pixels);
        return pixels;
    }

    /// <summary>Floats from row to row of what <see cref="Pixels"/> returns.</summary>
    public int PixelRow => 2 * columnTiles * Lanes;

    /// <summary>sums (+)= what the weights of a panel, or of two, get from this image, transformed.</summary>
    /// <param name="transformed">The image.</param>
    /// <param name="gradient">Sixteen channels of the first pixel of the gradient of the convolution's result, which has a border.</param>
    /// <param name="memory">Of twice <see cref="PanelLength"/>.</param>
    /// <param name="sums">[element, channel, 16].</param>
    /// <param name="sums2">Those of the next panel, or null if there is none.</param>
    public void AddWeightGradient(float* transformed, float* gradient, float* memory, float* sums, float* sums2, bool accumulate)
    {
        TransformGradient(gradient, memory);
        if (sums2 != null)
        {
            TransformGradient(gradient + Lanes, memory + PanelLength);
        }

        var (channels, stride) = (shape.Channels, Blocks.RoundUp(shape.Channels, Lanes));
        for (var element = 0; element < Elements; element++)
        {
            float* image = transformed + (element * ElementStride(channels)), flow = memory + (element * ElementStride(Lanes));
            var start = element * channels * Lanes;
            // [tiles, channels]^T x [tiles, 16] -> [channels, 16]
            if (sums2 == null)
            {
                MatMulTile.Multiply(image, 1, stride, flow, Lanes, Tiles, sums + start, Lanes, channels, accumulate);
            }
            else
            {
                MatMulTile.MultiplyPair(image, 1, stride, flow, flow + PanelLength, Lanes, Tiles, sums + start, sums2 + start, Lanes, channels, accumulate);
            }
        }
    }

    private void TransformGradient(float* gradient, float* target) => WinogradTransform.Gradient(
        gradient, RowStride(shape.OutChannels), Blocks.RoundUp(shape.OutChannels, Lanes), rowTiles, columnTiles, target, ElementStride(Lanes));

    private int ElementStride(int channels) => (Tiles * Blocks.RoundUp(channels, Lanes)) + Skew;
}
