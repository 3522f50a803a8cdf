using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// A step of a stem in one operation, MaxPool2d(ReLU(Conv2d(x, weight, padding: 1)), 3, stride: 2, padding: 1) for weights of 3 x 3 pixels, without
    /// ever making what lies in between. Backward: the largest pixel of each window, where it is positive, hands dy on to its own window.
    /// </summary>
    /// <param name="x">[batch, height, width, channels], or [batch, channels, height, width] if <paramref name="isChannelsFirst"/>.</param>
    /// <param name="weight">[outChannels, channels, 3, 3].</param>
    /// <param name="isChannelsFirst">How the images lie.</param>
    /// <returns>[batch, (height + 1) / 2, (width + 1) / 2, outChannels].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor PooledConvolution(Tensor x, Tensor weight, bool isChannelsFirst = false)
    {
        var channels = x.Rank != 4 ? 0 : x.Shape[isChannelsFirst ? 1 : 3];
        if (x.Rank != 4 || weight.Rank != 4 || weight.Shape[1] != channels || weight.Shape[2] != 3 || weight.Shape[3] != 3)
        {
            var expected = isChannelsFirst ? "[batch, channels, height, width]" : "[batch, height, width, channels]";
            throw new ArgumentException($"PooledConvolution expects images {expected} and a weight [outChannels, channels, 3, 3], not {x} and {weight}.", nameof(weight));
        }

        var (height, width) = isChannelsFirst ? (x.Shape[2], x.Shape[3]) : (x.Shape[1], x.Shape[2]);
        var shape = new PooledConvolutionShape(x.Shape[0], height, width, channels, weight.Shape[0], isChannelsFirst);
        var records = Tape.Records(x, weight);
        var y = Tape.New(shape.Batch, shape.OutHeight, shape.OutWidth, shape.OutChannels);
        var chosen = records ? Tape.New(y.Shape) : null;
        PooledConvolutionKernel.Forward(shape, x.Data, weight.Data, y.Data, chosen is null ? default : chosen.Data);
        return chosen is null ? y : Tape.Record(y, () =>
        {
            var accumulate = false;
            PooledConvolutionKernel.Backward(
                shape,
                x.Data,
                weight.Data,
                chosen.Data,
                y.Gradient,
                x.RequiresGradient ? x.GradientToWrite(out accumulate) : default,
                weight.RequiresGradient ? weight.GradientToAddTo() : default,
                accumulate);
        });
    }
}
