using Heed.Kernels;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>The mean and deviation of red, green and blue over the training pictures, by which every picture is normalised.</summary>
internal static class ChannelStatistics
{
    // Pictures all of one colour are not blown up to noise.
    private const double LeastDeviation = 0.05;
    private const int Digits = 4;

    public static ImageProcessorConfig Normalising(RgbImage[] images, GridSize size)
    {
        var (sums, squares) = (new long[RgbImage.Channels], new long[RgbImage.Channels]);
        foreach (var image in images)
        {
            var pixels = image.Pixels;
            for (var i = 0; i < pixels.Length; i++)
            {
                sums[i % RgbImage.Channels] += pixels[i];
                squares[i % RgbImage.Channels] += pixels[i] * pixels[i];
            }
        }

        var count = (double)images.Length * size.Count;
        var means = sums.Select(sum => sum / count / byte.MaxValue).ToArray();
        return ImageProcessorConfig.ViT with
        {
            Size = size,
            Mean = [.. means.Select(mean => Math.Round(mean, Digits))],
            StandardDeviation =
            [
                .. squares.Select((square, channel) => Math.Round(
                    Math.Max(LeastDeviation, Math.Sqrt(Math.Max(0, (square / count / byte.MaxValue / byte.MaxValue) - (means[channel] * means[channel])))), Digits)),
            ],
        };
    }
}
