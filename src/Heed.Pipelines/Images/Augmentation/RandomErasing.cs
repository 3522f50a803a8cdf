using Heed.Kernels;

namespace Heed.Pipelines.Images.Augmentation;

/// <summary>
/// Random erasing (Zhong et al. 2020): a rectangle of 0.02 to 0.33 of the picture, 0.3 to 3.3 times as high as wide, becomes random bytes.
/// </summary>
internal static class RandomErasing
{
    private const double SmallestShare = 0.02;
    private const double LargestShare = 0.33;
    private const double LargestRatio = 1 / 0.3;
    private const int Attempts = 10;

    /// <param name="image">The picture.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="key">What the random bytes depend on.</param>
    public static RgbImage Apply(RgbImage image, ref RandomDraws random, ulong key)
    {
        var size = image.Size;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var area = size.Count * random.Between(SmallestShare, LargestShare);
            var ratio = Math.Exp(random.Between(-1, 1) * Math.Log(LargestRatio));
            var (height, width) = ((int)Math.Round(Math.Sqrt(area * ratio)), (int)Math.Round(Math.Sqrt(area / ratio)));
            if (height > 0 && width > 0 && height < size.Height && width < size.Width)
            {
                return Erase(image, random.Below(size.Height - height + 1), random.Below(size.Width - width + 1), new(height, width), key);
            }
        }

        return image;
    }

    private static RgbImage Erase(RgbImage image, int top, int left, GridSize hole, ulong key)
    {
        var pixels = image.Pixels.ToArray();
        var noise = new uint[(hole.Width * RgbImage.Channels * hole.Height / sizeof(uint)) + 1];
        CounterRandom.FillUInt(noise, key);
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(noise.AsSpan());
        var count = hole.Width * RgbImage.Channels;
        for (var y = 0; y < hole.Height; y++)
        {
            bytes.Slice(y * count, count).CopyTo(pixels.AsSpan((((top + y) * image.Size.Width) + left) * RgbImage.Channels));
        }

        return new RgbImage(pixels, image.Size);
    }
}
