using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>The mean and deviation of red, green and blue over the training pictures, by which every picture is normalised.</summary>
internal static class ChannelStatistics
{
    // Pictures all of one colour are not blown up to noise.
    private const double LeastDeviation = 0.05;
    private const int Digits = 4;

    /// <param name="images">The pictures, of one size.</param>
    /// <param name="framing">What was done to them so far.</param>
    /// <returns>What is to be done to pictures like them.</returns>
    public static ImageProcessorConfig Normalising(RgbImage[] images, ImageProcessorConfig framing)
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

        var count = (double)images.Length * images[0].Size.Count;
        var means = sums.Select(sum => sum / count / byte.MaxValue).ToArray();
        return framing with
        {
            Mean = [.. means.Select(mean => Math.Round(mean, Digits))],
            StandardDeviation =
            [
                .. squares.Select((square, channel) => Math.Round(
                    Math.Max(LeastDeviation, Math.Sqrt(Math.Max(0, (square / count / byte.MaxValue / byte.MaxValue) - (means[channel] * means[channel])))), Digits)),
            ],
        };
    }
}
