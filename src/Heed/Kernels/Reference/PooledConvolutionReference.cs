namespace Heed.Kernels.Reference;

/// <summary>Convolution, ReLU and pooling as their definitions have them, in double precision; <see cref="PooledConvolutionKernel"/> is tested against it.</summary>
public sealed class PooledConvolutionReference
{
    private readonly PooledConvolutionShape shape;
    private readonly double[] x;
    private readonly double[] weight;
    private readonly double[] convolved;
    private readonly int[] chosen;

    /// <param name="shape">Images as [batch, height, width, channels].</param>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="weight">[outChannels, channels, 3, 3].</param>
    public PooledConvolutionReference(in PooledConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weight)
    {
        this.shape = shape;
        (this.x, this.weight) = ([.. x.ToArray().Select(value => (double)value)], [.. weight.ToArray().Select(value => (double)value)]);
        convolved = new double[shape.Batch * shape.Height * shape.Width * shape.OutChannels];
        foreach (var (result, source, factor) in Products())
        {
            convolved[result] += this.x[source] * this.weight[factor];
        }

        var outLength = shape.OutHeight * shape.OutWidth * shape.OutChannels;
        (chosen, Output) = (new int[shape.Batch * outLength], new double[shape.Batch * outLength]);
        for (var i = 0; i < chosen.Length; i++)
        {
            chosen[i] = Largest(i / outLength, i / (shape.OutWidth * shape.OutChannels) % shape.OutHeight, i / shape.OutChannels % shape.OutWidth, i % shape.OutChannels);
            Output[i] = Math.Max(0, convolved[chosen[i]]);
        }
    }

    /// <summary>[batch, outHeight, outWidth, outChannels].</summary>
    public double[] Output { get; }

    /// <param name="dy">[batch, outHeight, outWidth, outChannels].</param>
    public (double[] Dx, double[] DWeight) Backward(ReadOnlySpan<float> dy)
    {
        var (dConvolved, dx, dWeight) = (new double[convolved.Length], new double[x.Length], new double[weight.Length]);
        for (var i = 0; i < chosen.Length; i++)
        {
            dConvolved[chosen[i]] += Output[i] > 0 ? dy[i] : 0;
        }

        foreach (var (result, source, factor) in Products())
        {
            dx[source] += dConvolved[result] * weight[factor];
            dWeight[factor] += dConvolved[result] * x[source];
        }

        return (dx, dWeight);
    }

    /// <summary>Every product: where its sum, its pixel and its weight are.</summary>
    private IEnumerable<(int Result, int Source, int Factor)> Products()
    {
        var (height, width) = (shape.Height, shape.Width);
        for (var result = 0; result < convolved.Length; result++)
        {
            var (pixel, o) = (result / shape.OutChannels, result % shape.OutChannels);
            var (image, row, column) = (pixel / (height * width), pixel / width % height, pixel % width);
            for (var tap = 0; tap < 9; tap++)
            {
                var (v, u) = (row - 1 + (tap / 3), column - 1 + (tap % 3));
                for (var c = 0; c < shape.Channels && v >= 0 && v < height && u >= 0 && u < width; c++)
                {
                    yield return (result, (((((image * height) + v) * width) + u) * shape.Channels) + c, (((o * shape.Channels) + c) * 9) + tap);
                }
            }
        }
    }

    /// <summary>The first largest under a window.</summary>
    private int Largest(int image, int i, int j, int channel)
    {
        var largest = -1;
        for (var row = Math.Max(0, (2 * i) - 1); row <= Math.Min(shape.Height - 1, (2 * i) + 1); row++)
        {
            for (var column = Math.Max(0, (2 * j) - 1); column <= Math.Min(shape.Width - 1, (2 * j) + 1); column++)
            {
                var place = (((((image * shape.Height) + row) * shape.Width) + column) * shape.OutChannels) + channel;
                largest = largest < 0 || convolved[place] > convolved[largest] ? place : largest;
            }
        }

        return largest;
    }
}
