namespace Heed.Kernels;

/// <summary>The way back through <see cref="PooledConvolutionKernel"/>. An item is some images, whose share of the weights' gradient is summed by itself.</summary>
internal unsafe struct PooledConvolutionBackward : IParallelWork
{
    private const int Lanes = PooledConvolutionShape.Lanes;

    public PooledConvolutionShape Shape;
    public float* X;
    public float* Chosen;
    public float* Dy;

    /// <summary>Null where nobody wants it.</summary>
    public float* Dx;

    /// <summary>For the gradient of the images.</summary>
    public float* Weights;

    public int InputPanelLength;

    /// <summary>[parts, panels]; null where nobody wants it.</summary>
    public float* Sums;

    public int PanelLength;

    public int ImagesPerPart;

    public bool Accumulate;

    public readonly void Run(int item)
    {
        var end = Math.Min(Shape.Batch, (item + 1) * ImagesPerPart);
        var sums = Sums + ((long)item * Shape.Panels * PanelLength);
        if (Shape.IsByColumns && Sums != null)
        {
            ByColumns(item * ImagesPerPart, end, sums);
        }

        if (Dx != null || !Shape.IsByColumns)
        {
            ByTransform(item * ImagesPerPart, end, Shape.IsByColumns || Sums == null ? null : sums);
        }
    }

    private readonly void ByColumns(int first, int end, float* sums)
    {
        var convolution = new ColumnConvolution(Shape);
        var columns = Scratch.Local(convolution.ColumnsLength + convolution.PanelLength);
        var gradient = columns + convolution.ColumnsLength;
        for (var image = first; image < end; image++)
        {
            convolution.Unfold(X + ((long)image * Shape.ImageLength), columns);
            for (var panel = 0; panel < Shape.Panels; panel++)
            {
                Spread(image, panel, gradient, Shape.Width * Lanes, Lanes);
                convolution.AddWeightGradient(columns, gradient, sums + (panel * PanelLength), accumulate: image > first);
            }
        }
    }

    private readonly void ByTransform(int first, int end, float* sums)
    {
        var convolution = new WinogradConvolution(Shape);
        var (channels, outChannels) = (Shape.Channels, Shape.OutChannels);
        var (imageLength, gradientLength) = (convolution.BorderedLength(channels), convolution.BorderedLength(outChannels));
        var transformedLength = Math.Max(convolution.TransformedLength(channels), convolution.TransformedLength(outChannels));
        var bordered = Scratch.Local(imageLength + gradientLength + transformedLength + (2 * convolution.PanelLength));
        float* gradient = bordered + imageLength, transformed = gradient + gradientLength, memory = transformed + transformedLength;
        new Span<float>(bordered, imageLength + gradientLength).Clear();
        for (var image = first; image < end; image++)
        {
            var pixels = convolution.FirstPixel(gradient, outChannels);
            for (var panel = 0; panel < Shape.Panels; panel++)
            {
                Spread(image, panel, pixels + (panel * Lanes), convolution.RowStride(outChannels), Blocks.RoundUp(outChannels, Lanes));
            }

            if (sums != null)
            {
                convolution.Enclose(X + ((long)image * Shape.ImageLength), bordered);
                convolution.Transform(bordered, channels, transformed);
                for (var panel = 0; panel < Shape.Panels; panel += 2)
                {
                    var target = sums + (panel * PanelLength);
                    convolution.AddWeightGradient(
                        transformed, pixels + (panel * Lanes), memory, target, panel + 1 < Shape.Panels ? target + PanelLength : null, accumulate: image > first);
                }
            }

            if (Dx != null)
            {
                convolution.Transform(gradient, outChannels, transformed);
                var panels = Blocks.Count(channels, Lanes);
                for (var panel = 0; panel < panels; panel += 2)
                {
                    var weights = Weights + (panel * InputPanelLength);
                    convolution.Convolve(transformed, outChannels, weights, panel + 1 < panels ? weights + InputPanelLength : null, memory);
                    for (var i = panel; i < Math.Min(panel + 2, panels); i++)
                    {
                        StoreInput(image, i, convolution.Pixels(second: i > panel, memory), convolution.PixelRow);
                    }
                }
            }
        }
    }

    private readonly void Spread(int image, int panel, float* pixels, nint rowStride, nint pixelStride)
    {
        var start = ((long)image * Shape.OutLength) + (panel * Lanes);
        PooledPanel.Spread(Shape, Dy + start, Chosen + start, Shape.LanesOf(panel), pixels, rowStride, pixelStride);
    }

    private readonly void StoreInput(int image, int panel, float* result, int rowStride)
    {
        var count = Math.Min(Lanes, Shape.Channels - (panel * Lanes));
        var target = Dx + ((long)image * Shape.ImageLength) + (panel * Lanes * Shape.ChannelStride);
        for (var row = 0; row < Shape.Height; row++)
        {
            var source = result + (row * rowStride);
            for (var column = 0; column < Shape.Width; column++, source += Lanes, target += Shape.PixelStride)
            {
                if (Accumulate || Shape.ChannelStride != 1)
                {
                    for (var lane = 0; lane < count; lane++)
                    {
                        var dx = target + (lane * Shape.ChannelStride);
                        *dx = Accumulate ? *dx + source[lane] : source[lane];
                    }
                }
                else
                {
                    new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(target, count));
                }
            }
        }
    }
}
