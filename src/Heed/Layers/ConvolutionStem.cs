using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Layers;

/// <summary>
/// Tokens of an image by convolutions instead of patches (Hassani et al. 2021, "Escaping the Big Data Paradigm with Compact Transformers",
/// arXiv:2104.05704): a few times convolution without bias, ReLU and the largest of 3 x 3 pixels at every second one. Weights are called
/// 0.weight, 1.weight, ..., each [outChannels, channels, size, size].
/// </summary>
public sealed class ConvolutionStem
{
    private const int PoolWindow = 3;
    private const int PoolStride = 2;
    private const int PoolPadding = 1;
    private readonly Tensor[] weights;

    /// <param name="scope">Where the weights are.</param>
    /// <param name="numChannels">Channels of the images.</param>
    /// <param name="channels">Channels after each convolution; the last is modelDim.</param>
    /// <param name="size">Height and width of the convolutions' windows.</param>
    public ConvolutionStem(ParameterScope scope, int numChannels, ReadOnlySpan<int> channels, int size = 3)
    {
        weights = new Tensor[channels.Length];
        for (var i = 0; i < channels.Length; i++)
        {
            var before = i == 0 ? numChannels : channels[i - 1];
            // He et al. 2015: the variance lives through a ReLU.
            weights[i] = scope[i].Parameter("weight", Initializer.Normal(MathF.Sqrt(2f / (before * size * size))), channels[i], before, size, size);
        }
    }

    /// <summary>How many tokens an image becomes, from top to bottom and from left to right.</summary>
    public static GridSize GridOf(GridSize image, int numConvolutions, int size = 3)
    {
        for (var i = 0; i < numConvolutions; i++)
        {
            var (height, width) = WindowsOf(image, size);
            image = new(Pooled(height), Pooled(width));
        }

        return image;

        static int Pooled(int length) => WindowShape.Windows(length, PoolWindow, PoolStride, PoolPadding);
    }

    /// <summary>At how many places a convolution looks at an image.</summary>
    internal static GridSize WindowsOf(GridSize image, int size) => new(Windows(image.Height, size), Windows(image.Width, size));

    /// <summary>Height and width of the square of pixels that a token is made of; at the edges a part of it lies outside.</summary>
    public static int ReceptiveFieldOf(int numConvolutions, int size = 3)
    {
        var (field, pixels) = (1, 1);
        for (var i = 0; i < numConvolutions; i++)
        {
            field += (size - 1) * pixels;
            pixels *= Stride(size);
            field += (PoolWindow - 1) * pixels;
            pixels *= PoolStride;
        }

        return field;
    }

    /// <summary>
    /// The middle of the pixels that token i of an axis is made of: i jump + 0.5 in pixels from the edge, where jump is the product of all strides.
    /// So the first token lies about the first pixel, and the picture is not divided evenly.
    /// </summary>
    /// <param name="index">Which token, from 0.</param>
    /// <param name="numConvolutions">How many convolutions there are.</param>
    /// <param name="size">Height and width of their windows, odd.</param>
    public static double CentreOf(int index, int numConvolutions, int size = 3)
    {
        // Every window is padded by half of it, so that the first lies about the first pixel of what it reads.
        var jump = 1;
        for (var i = 0; i < numConvolutions; i++)
        {
            jump *= Stride(size) * PoolStride;
        }

        return (index * jump) + 0.5;
    }

    /// <param name="images">[batch, channels, height, width].</param>
    /// <param name="stage">Told what each convolution gives, pooled: [batch, height, width, channels].</param>
    /// <returns>[batch * gridHeight * gridWidth, modelDim], the tokens of an image row by row.</returns>
    /// <exception cref="ArgumentException">The images have another number of channels.</exception>
    public Tensor Forward(Tensor images, Action<Tensor>? stage = null)
    {
        if (images.Rank != 4 || images.Shape[1] != weights[0].Shape[1])
        {
            throw new ArgumentException($"The stem expects images [batch, {weights[0].Shape[1]}, height, width], not {images}.", nameof(images));
        }

        var (x, isChannelsFirst) = (images, true);
        foreach (var weight in weights)
        {
            x = Step(x, weight, isChannelsFirst); // [batch, height, width, outChannels]
            isChannelsFirst = false;
            stage?.Invoke(x);
        }

        return x.Reshape(x.Rows, x.Columns);
    }

    private static int Windows(int length, int size) => WindowShape.Windows(length, size, Stride(size), size / 2);

    private static Tensor Step(Tensor x, Tensor weight, bool isChannelsFirst)
    {
        var (batch, channels, size) = (x.Shape[0], weight.Shape[1], weight.Shape[2]);
        var (height, width) = isChannelsFirst ? (x.Shape[2], x.Shape[3]) : (x.Shape[1], x.Shape[2]);
        if (size == 3 && (long)height * width <= PooledConvolutionShape.MostPixels)
        {
            return Op.PooledConvolution(x, weight, isChannelsFirst);
        }

        x = isChannelsFirst ? Op.Transpose(x.Reshape(batch, channels, height * width)).Reshape(batch, height, width, channels) : x;
        // ReLU does not change which value is the largest, and after pooling there are fewer of them.
        return Op.Relu(Op.MaxPool2d(Op.Conv2d(x, weight, stride: Stride(size), padding: size / 2), PoolWindow, PoolStride, PoolPadding));
    }

    private static int Stride(int size) => Math.Max(1, (size / 2) - 1);
}
