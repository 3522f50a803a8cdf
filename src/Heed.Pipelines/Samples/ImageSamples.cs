using Heed.Autograd;
using Heed.Kernels;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.Samples;

/// <summary>
/// Built-in data: pictures of 32 x 32 pixels of eight figures, drawn in any place, size, angle and colour, light on dark or dark on light,
/// over stray strokes and under noise. A classifier that weighs pixels fails on them; one that sees form does not.
/// </summary>
public static class ImageSamples
{
    private const int Side = 32;
    private const int TrainCount = 6000;
    private const int ValidationCount = 600;
    private const int TestCount = 1000;

    /// <summary>Names of the figures, in order.</summary>
    public static IReadOnlyList<string> Labels { get; } = [.. SampleShape.All.Select(shape => shape.Name)];

    /// <summary>Draws the pictures; the same seed gives the same bytes, on any machine.</summary>
    /// <param name="seed">Decides everything but the numbers of pictures: 6000, 600 and 1000, as many of each figure, within one.</param>
    public static ImageSet Generate(int seed = 42) =>
        new(Draw(RandomKey.Of((ulong)seed, 0), "training", TrainCount),
            Draw(RandomKey.Of((ulong)seed, 1), "validation", ValidationCount),
            Draw(RandomKey.Of((ulong)seed, 2), "test", TestCount));

    private static ImageExample[] Draw(ulong key, string split, int count)
    {
        var examples = new ImageExample[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Team.Threads }, i =>
        {
            var shape = SampleShape.All[i % SampleShape.All.Count];
            var image = SamplePainter.Paint(shape, new GridSize(Side, Side), RandomKey.Of(key, (ulong)i));
            examples[i] = new ImageExample(ImageSource.FromPixels(image, $"{split} sample {i}"), shape.Name);
        });

        return examples;
    }
}
