using Heed.Kernels;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>
/// Moves a picture by up to some pixels in each direction, its edges repeated, and mirrors every second one if wanted: crop with
/// padding and flip, as of He et al. 2016, section 4.2.
/// </summary>
internal sealed class ShiftAndFlip(int padding, bool flips) : IPictureChange
{
    public RgbImage Apply(RgbImage image, ulong key)
    {
        var (down, right) = (Offset(key, 0), Offset(key, 1));
        var mirrors = flips && CounterRandom.Uniform(key, 2) < 0.5;
        if (down == 0 && right == 0 && !mirrors)
        {
            return image;
        }

        var size = image.Size;
        var pixels = image.Pixels;
        var changed = new byte[pixels.Length];
        for (var row = 0; row < size.Height; row++)
        {
            var from = Math.Clamp(row + down, 0, size.Height - 1) * size.Width;
            for (var column = 0; column < size.Width; column++)
            {
                var source = Math.Clamp((mirrors ? size.Width - 1 - column : column) + right, 0, size.Width - 1);
                pixels.Slice((from + source) * RgbImage.Channels, RgbImage.Channels).CopyTo(changed.AsSpan(((row * size.Width) + column) * RgbImage.Channels));
            }
        }

        return new RgbImage(changed, size);
    }

    // -padding to padding.
    private int Offset(ulong key, int index) => (int)(CounterRandom.Uniform(key, index) * ((2 * padding) + 1)) - padding;
}
