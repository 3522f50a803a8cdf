using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// y[b, i, j, o] = sum over c, p, q of weight[o, c, p, q] x[b, i stride - padding + p, j stride - padding + q, c] + bias[o], zeros beyond the border:
    /// a linear layer over the pixels under each window. Channels are the last axis, so that pixels are rows and, in the end, tokens. Backward:
    /// that of the linear layer, and each pixel gets the sum over its windows.
    /// </summary>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="weight">[outChannels, channels, windowHeight, windowWidth], as PyTorch stores it.</param>
    /// <param name="bias">[outChannels], or null.</param>
    /// <param name="stride">Pixels from one window to the next.</param>
    /// <param name="padding">Zeros around the image.</param>
    /// <returns>[batch, outHeight, outWidth, outChannels], outHeight = (height + 2 padding - windowHeight) / stride + 1.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Conv2d(Tensor x, Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0)
    {
        if (weight.Rank != 4 || x.Rank != 4 || x.Shape[3] != weight.Shape[1])
        {
            throw new ArgumentException($"Conv2d expects images [batch, height, width, channels] and a weight [outChannels, channels, height, width], not {x} and {weight}.", nameof(weight));
        }

        var shape = Windows(x, weight.Shape[2], weight.Shape[3], stride, padding);
        var rows = Tape.New(shape.NumWindows, shape.WindowLength);
        WindowKernel.Unfold(shape, x.Data, rows.Data);
        if (Tape.Records(x))
        {
            Tape.Record(rows, () => WindowKernel.FoldAdd(shape, rows.Gradient, x.GradientToAddTo()));
        }

        return Linear(rows, weight.Reshape(weight.Shape[0], shape.WindowLength), bias)
            .Reshape(shape.Batch, shape.OutHeight, shape.OutWidth, weight.Shape[0]);
    }

    /// <summary>
    /// y[b, i, j, c] = the largest x[b, ., ., c] under window (i, j); what is beyond the border takes no part. Backward: dy goes to the first pixel
    /// that has the largest value.
    /// </summary>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="window">Height and width of a window, in pixels.</param>
    /// <param name="stride">Pixels from one window to the next.</param>
    /// <param name="padding">Border around the image, at most half a window.</param>
    /// <returns>[batch, outHeight, outWidth, channels].</returns>
    /// <exception cref="ArgumentException">x has not four axes, or the border is too wide.</exception>
    public static Tensor MaxPool2d(Tensor x, int window, int stride, int padding = 0)
    {
        if (x.Rank != 4)
        {
            throw new ArgumentException($"MaxPool2d expects images [batch, height, width, channels], not {x}.", nameof(x));
        }

        var shape = Windows(x, window, window, stride, padding);
        var y = Tape.New(shape.Batch, shape.OutHeight, shape.OutWidth, shape.Channels);
        MaxPoolKernel.Forward(shape, x.Data, y.Data);
        return !Tape.Records(x) ? y : Tape.Record(y, () => MaxPoolKernel.Backward(shape, x.Data, y.Data, y.Gradient, x.GradientToAddTo()));
    }

    private static WindowShape Windows(Tensor x, int height, int width, int stride, int padding)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(height, width), 1, "window");
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        return new WindowShape(x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3], height, width, stride, padding);
    }
}
