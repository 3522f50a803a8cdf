namespace Heed.Kernels;

/// <summary>
/// A convolution with windows of 3 x 3 pixels, a border of one and no bias, ReLU, and the largest of 3 x 3 pixels at every second one, borders again
/// left out: what a stem does to its images at each step.
/// </summary>
/// <param name="Batch">Images.</param>
/// <param name="Height">Of the images before and of the convolution's result, at most so that height * width is <see cref="MostPixels"/>.</param>
/// <param name="Width">As the height.</param>
/// <param name="Channels">Of the images before.</param>
/// <param name="OutChannels">Of the images after.</param>
/// <param name="IsChannelsFirst">Whether the images before lie as [batch, channels, height, width], and not as [batch, height, width, channels].</param>
public readonly record struct PooledConvolutionShape(int Batch, int Height, int Width, int Channels, int OutChannels, bool IsChannelsFirst = false)
{
    /// <summary>Pixels of an image whose working memory still fits the caches.</summary>
    public const int MostPixels = 64 * 64;

    /// <summary>Pixels of a window.</summary>
    internal const int Taps = 9;

    internal const int Lanes = MatMulTile.Columns;

    // Below it a window has so few values that the sums of a transform would cost more than the multiplications they save.
    private const int FewestChannelsForTransform = 8;

    /// <summary>Windows from top to bottom.</summary>
    public int OutHeight => (Height + 1) / 2;

    /// <summary>Windows from left to right.</summary>
    public int OutWidth => (Width + 1) / 2;

    internal bool IsByColumns => Channels < FewestChannelsForTransform;

    /// <summary>Panels of 16 channels of the result.</summary>
    internal int Panels => Blocks.Count(OutChannels, Lanes);

    /// <summary>Values of a window: channels * 9.</summary>
    internal int WindowLength => Channels * Taps;

    internal int Pixels => Height * Width;

    internal int ImageLength => Pixels * Channels;

    internal int OutLength => OutHeight * OutWidth * OutChannels;

    internal int PixelStride => IsChannelsFirst ? 1 : Channels;

    internal int ChannelStride => IsChannelsFirst ? Pixels : 1;

    /// <summary>Channels of the result that panel <paramref name="panel"/> has.</summary>
    internal int LanesOf(int panel) => Math.Min(Lanes, OutChannels - (panel * Lanes));
}
