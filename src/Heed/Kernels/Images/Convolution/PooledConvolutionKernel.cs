namespace Heed.Kernels;

/// <summary>
/// Convolution, ReLU and pooling of a stem in one, image by image: nothing of the convolution's result is kept but what pooling chose, so that neither
/// pass reads or writes more than the images before and after. The result is pooled before ReLU, which then has a quarter of the values; it is the same.
/// </summary>
/// <remarks>
/// Images of few channels go through <see cref="ColumnConvolution"/>, others through <see cref="WinogradConvolution"/>, whose rounding is a little coarser and by
/// which a value that is not finite spoils its neighbours.
/// </remarks>
public static unsafe class PooledConvolutionKernel
{
    private const int Lanes = PooledConvolutionShape.Lanes;

    // So many sums for the weights are kept apart, by the shape alone; more threads than these have nothing to do.
    private const int MostParts = 16;

    /// <summary>y[b, i, j, o] = max(0, max over the pixels (u, v) within one of (2 i, 2 j) of sum over c, p, q of weight[o, c, p, q] x[b, u - 1 + p, v - 1 + q, c]).</summary>
    /// <param name="x">[batch, height, width, channels], or as the shape says.</param>
    /// <param name="weight">[outChannels, channels, 3, 3].</param>
    /// <param name="y">[batch, outHeight, outWidth, outChannels].</param>
    /// <param name="chosen">As y: what <see cref="Backward"/> needs; or empty.</param>
    public static void Forward(in PooledConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, Span<float> y, Span<float> chosen = default)
    {
        Check(shape, x.Length, weight.Length, y.Length);
        Require.Length(chosen, chosen.IsEmpty ? 0 : (long)shape.Batch * shape.OutLength);
        fixed (float* px = x, pWeight = weight, py = y, pChosen = chosen)
        {
            var panelLength = PanelLength(shape);
            var weights = Scratch.Shared((long)shape.Panels * panelLength);
            Prepare(shape, pWeight, weights);
            var work = new ForwardWork { Shape = shape, X = px, Weights = weights, PanelLength = panelLength, Y = py, Chosen = pChosen };
            Team.Run(ref work, shape.Batch);
        }
    }

    /// <summary>dweight += what flows back to the weights, dx (+)= what flows back to the images.</summary>
    /// <param name="x">[batch, height, width, channels], or as the shape says.</param>
    /// <param name="weight">[outChannels, channels, 3, 3].</param>
    /// <param name="chosen">What <see cref="Forward"/> left.</param>
    /// <param name="dy">[batch, outHeight, outWidth, outChannels].</param>
    /// <param name="dx">As x, or empty where nobody wants it.</param>
    /// <param name="dWeight">[outChannels, channels, 3, 3], or empty where nobody wants it.</param>
    /// <param name="accumulate">Whether dx is added to or overwritten.</param>
    public static void Backward(
        in PooledConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> chosen, ReadOnlySpan<float> dy,
        Span<float> dx, Span<float> dWeight, bool accumulate = true)
    {
        Check(shape, x.Length, weight.Length, Math.Min(chosen.Length, dy.Length));
        Require.Length(dx, dx.IsEmpty ? 0 : (long)shape.Batch * shape.ImageLength);
        Require.Length(dWeight, dWeight.IsEmpty ? 0 : weight.Length);
        if (shape.Batch == 0)
        {
            return;
        }

        fixed (float* px = x, pWeight = weight, pChosen = chosen, pdy = dy, pdx = dx, pdWeight = dWeight)
        {
            var (panelLength, inputLength) = (PanelLength(shape), WinogradWeights.PanelLength(shape.OutChannels));
            var imagesPerPart = Blocks.Count(shape.Batch, MostParts);
            var parts = Blocks.Count(shape.Batch, imagesPerPart);
            var weights = pdx == null ? 0 : (long)Blocks.Count(shape.Channels, Lanes) * inputLength;
            var shared = Scratch.Shared(weights + (pdWeight == null ? 0 : (long)parts * shape.Panels * panelLength));
            if (pdx != null)
            {
                WinogradWeights.Transform(shape, pWeight, isForInput: true, shared);
            }

            var work = new PooledConvolutionBackward
            {
                Shape = shape, X = px, Chosen = pChosen, Dy = pdy, Dx = pdx, Weights = shared, InputPanelLength = inputLength, ImagesPerPart = imagesPerPart,
                Sums = pdWeight == null ? null : shared + weights, PanelLength = panelLength, Accumulate = accumulate,
            };
            Team.Run(ref work, parts);
            if (pdWeight == null)
            {
                return;
            }

            if (!shape.IsByColumns)
            {
                WinogradWeights.AddGradient(shape, work.Sums, parts, pdWeight);
                return;
            }

            AddColumnGradient(shape, work.Sums, parts, pdWeight);
        }
    }

    private static void Check(in PooledConvolutionShape shape, int x, int weight, int y)
    {
        Require.Shape(shape.Pixels <= PooledConvolutionShape.MostPixels, "images of at most 64 x 64 pixels");
        Require.Length(x, (long)shape.Batch * shape.ImageLength, nameof(x));
        Require.Length(weight, (long)shape.OutChannels * shape.WindowLength, nameof(weight));
        Require.Length(y, (long)shape.Batch * shape.OutLength, nameof(y));
    }

    private static int PanelLength(in PooledConvolutionShape shape) => shape.IsByColumns ? shape.WindowLength * Lanes : WinogradWeights.PanelLength(shape.Channels);

    private static void Prepare(in PooledConvolutionShape shape, float* weight, float* panels)
    {
        if (!shape.IsByColumns)
        {
            WinogradWeights.Transform(shape, weight, isForInput: false, panels);
            return;
        }

        for (var panel = 0; panel < shape.Panels; panel++)
        {
            MatrixTranspose.ToPanel(weight + (panel * Lanes * shape.WindowLength), shape.WindowLength, shape.LanesOf(panel), shape.WindowLength,
                panels + (panel * shape.WindowLength * Lanes));
        }
    }

    private static void AddColumnGradient(in PooledConvolutionShape shape, float* sums, int parts, float* dWeight)
    {
        var length = shape.Panels * shape.WindowLength * Lanes;
        for (var part = 1; part < parts; part++)
        {
            RowMath.Add(sums + (part * length), sums, length);
        }

        for (var o = 0; o < shape.OutChannels; o++)
        {
            var panel = sums + (o / Lanes * shape.WindowLength * Lanes) + (o % Lanes);
            for (var i = 0; i < shape.WindowLength; i++)
            {
                dWeight[(o * shape.WindowLength) + i] += panel[i * Lanes];
            }
        }
    }

    /// <summary>An item is an image.</summary>
    private struct ForwardWork : IParallelWork
    {
        public PooledConvolutionShape Shape;
        public float* X;
        public float* Weights;
        public int PanelLength;
        public float* Y;
        public float* Chosen;

        public readonly void Run(int item)
        {
            var image = X + ((long)item * Shape.ImageLength);
            if (Shape.IsByColumns)
            {
                var convolution = new ColumnConvolution(Shape);
                var columns = Scratch.Local(convolution.ColumnsLength + convolution.PanelLength);
                var result = columns + convolution.ColumnsLength;
                convolution.Unfold(image, columns);
                for (var panel = 0; panel < Shape.Panels; panel++)
                {
                    convolution.Convolve(columns, Weights + (panel * PanelLength), result);
                    Pool(item, panel, result, Shape.Width * Lanes);
                }
            }
            else
            {
                var convolution = new WinogradConvolution(Shape);
                var (borderedLength, transformedLength) = (convolution.BorderedLength(Shape.Channels), convolution.TransformedLength(Shape.Channels));
                var bordered = Scratch.Local(borderedLength + transformedLength + (2 * convolution.PanelLength));
                var transformed = bordered + borderedLength;
                new Span<float>(bordered, borderedLength).Clear();
                convolution.Enclose(image, bordered);
                convolution.Transform(bordered, Shape.Channels, transformed);
                var memory = transformed + transformedLength;
                for (var panel = 0; panel < Shape.Panels; panel += 2)
                {
                    var weights = Weights + (panel * PanelLength);
                    convolution.Convolve(transformed, Shape.Channels, weights, panel + 1 < Shape.Panels ? weights + PanelLength : null, memory);
                    for (var i = panel; i < Math.Min(panel + 2, Shape.Panels); i++)
                    {
                        Pool(item, i, convolution.Pixels(second: i > panel, memory), convolution.PixelRow);
                    }
                }
            }
        }

        private readonly void Pool(int item, int panel, float* result, nint rowStride)
        {
            var start = ((long)item * Shape.OutLength) + (panel * Lanes);
            PooledPanel.Pool(Shape, result, rowStride, Y + start, Chosen == null ? null : Chosen + start, Shape.LanesOf(panel));
        }
    }
}
