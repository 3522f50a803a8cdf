using Heed.Kernels;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.Tests.Images.Augmentation;

/// <summary>Small pictures to change.</summary>
internal static class Pictures
{
    /// <summary>A grey picture of these levels, row by row.</summary>
    public static RgbImage Grey(int width, params int[] levels) =>
        new([.. levels.SelectMany(level => Enumerable.Repeat((byte)level, RgbImage.Channels))], new(levels.Length / width, width));

    /// <summary>The levels of a picture whose channels are alike.</summary>
    public static int[] Levels(RgbImage image)
    {
        var pixels = image.Pixels.ToArray().Chunk(RgbImage.Channels).ToList();
        Assert.All(pixels, pixel => Assert.Single(pixel.Distinct()));
        return [.. pixels.Select(pixel => (int)pixel[0])];
    }

    /// <summary>Random bytes.</summary>
    public static RgbImage Noise(int height, int width, int seed)
    {
        var pixels = new byte[height * width * RgbImage.Channels];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(pixels, new GridSize(height, width));
    }
}
