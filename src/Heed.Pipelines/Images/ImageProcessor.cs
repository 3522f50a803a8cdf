using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Pipelines.Images;

/// <summary>Makes of pictures what a vision model reads, as Hugging Face's image processors over Pillow do.</summary>
public sealed class ImageProcessor
{
    private readonly ImageProcessorConfig config;

    // [3, 256]: a byte of a channel has one value whatever the picture.
    private readonly float[] values;

    /// <param name="config">What is done.</param>
    /// <exception cref="ArgumentException">A mean without a deviation, or not three of each.</exception>
    public ImageProcessor(ImageProcessorConfig config)
    {
        if (config.Mean.Count != config.StandardDeviation.Count || config.Mean.Count is not (0 or RgbImage.Channels))
        {
            throw new ArgumentException(
                $"Normalising needs a mean and a deviation of red, green and blue, not {config.Mean.Count} and {config.StandardDeviation.Count}.", nameof(config));
        }

        this.config = config;
        values = [.. Enumerable.Range(0, RgbImage.Channels).SelectMany(channel => Enumerable.Range(0, 256).Select(level => Value(channel, level)))];
    }

    /// <summary>
    /// pixel[b, c, y, x] = (factor * byte - mean_c) / deviation_c of picture b, resized and cut.
    /// </summary>
    /// <param name="images">Pictures; of one size if they are not resized or cut to one.</param>
    /// <returns>[batch, 3, height, width].</returns>
    /// <exception cref="ArgumentException">The pictures come out in different sizes.</exception>
    public Tensor Process(params ReadOnlySpan<RgbImage> images)
    {
        if (images.IsEmpty)
        {
            throw new ArgumentException("Nothing to process: expected one picture or more.", nameof(images));
        }

        var framed = new RgbImage[images.Length];
        for (var b = 0; b < framed.Length; b++)
        {
            framed[b] = Frame(images[b]);
        }

        return Normalise(framed);
    }

    /// <summary>
    /// The part of a picture that a model sees, in the picture's own proportions and with its own pixels: what <see cref="Process"/> keeps, but neither shrunk
    /// nor stretched. Black where the model sees black beyond the edge.
    /// </summary>
    /// <param name="image">The picture.</param>
    /// <param name="longestSide">Pixels of the longer side above which the part is shrunk.</param>
    public RgbImage SeenPart(RgbImage image, int longestSide)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longestSide);
        var part = image;
        if (config.CropSize is { } crop)
        {
            var resized = config.SizeAfterResizing(image.Size);
            var (down, across) = ((double)image.Size.Height / resized.Height, (double)image.Size.Width / resized.Width);
            var (top, left) = (Math.Floor((resized.Height - crop.Height) / 2.0), Math.Floor((resized.Width - crop.Width) / 2.0));
            part = image.Crop(
                (int)Math.Round(top * down),
                (int)Math.Round(left * across),
                new GridSize(Math.Max(1, (int)Math.Round(crop.Height * down)), Math.Max(1, (int)Math.Round(crop.Width * across))));
        }

        var shrink = (double)longestSide / Math.Max(part.Size.Height, part.Size.Width);
        return shrink >= 1 ? part : part.Resize(new GridSize(Shrunk(part.Size.Height), Shrunk(part.Size.Width)), ResizeFilter.Bilinear);

        int Shrunk(int length) => Math.Max(1, (int)Math.Round(length * shrink));
    }

    /// <summary>A picture resized and cut, still as bytes.</summary>
    internal RgbImage Frame(RgbImage image)
    {
        var resized = image.Resize(config.SizeAfterResizing(image.Size), config.Filter);
        return config.CropSize is { } crop ? resized.CropCentre(crop) : resized;
    }

    /// <summary>Pictures of <see cref="Frame"/> as numbers: [batch, 3, height, width].</summary>
    internal Tensor Normalise(ReadOnlySpan<RgbImage> images)
    {
        var (size, batch) = (images[0].Size, images.Length);
        var pixelValues = Tensor.Zeros(batch, RgbImage.Channels, size.Height, size.Width);
        for (var b = 0; b < batch; b++)
        {
            var image = images[b];
            if (image.Size != size)
            {
                throw new ArgumentException($"Picture {b} comes out as {image.Size} and picture 0 as {size}; a batch needs one size.", nameof(images));
            }

            Spread(image.Pixels, pixelValues.Slice(b, b + 1).Data);
        }

        return pixelValues;
    }

    // [height, width, 3] -> [3, height, width]
    private void Spread(ReadOnlySpan<byte> pixels, Span<float> planes)
    {
        var count = pixels.Length / RgbImage.Channels;
        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            var plane = planes.Slice(channel * count, count);
            var table = values.AsSpan(channel * 256, 256);
            for (var i = 0; i < count; i++)
            {
                plane[i] = table[pixels[(i * RgbImage.Channels) + channel]];
            }
        }
    }

    // Rounded to float32 after each step, as numpy does there.
    private float Value(int channel, int level)
    {
        var value = config.RescaleFactor is { } factor ? (float)(level * factor) : level;
        return config.Mean.Count == 0 ? value : (value - (float)config.Mean[channel]) / (float)config.StandardDeviation[channel];
    }
}
