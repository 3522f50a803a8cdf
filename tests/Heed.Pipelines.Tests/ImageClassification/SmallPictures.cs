using Heed.Kernels;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.Tests.ImageClassification;

/// <summary>Bars that lie or stand anywhere, of any grey before any other; and a model small enough to learn them in seconds.</summary>
internal static class SmallPictures
{
    private const int Side = 12;

    public static List<ImageExample> Make(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Draw(random, i))];
    }

    public static ImageClassifierOptions Options(string? directory = null) => new()
    {
        Seed = 3,
        Epochs = 12,
        OutputDirectory = directory,
        Adjust = plan => plan with
        {
            Model = plan.Model with { ModelDim = 32, NumLayers = 2, NumHeads = 2, HiddenDim = 64, StemChannels = 8 },
            BatchSize = 16,
            LearningRate = 3e-3f,
            AverageDecay = 0.9f,
        },
    };

    private static ImageExample Draw(Random random, int index)
    {
        var stands = random.Next(2) == 0;
        var (at, paper, ink) = (random.Next(1, Side - 2), (byte)random.Next(60), (byte)random.Next(160, 256));
        var pixels = new byte[Side * Side * RgbImage.Channels];
        for (var i = 0; i < Side * Side; i++)
        {
            var place = stands ? i % Side : i / Side;
            pixels.AsSpan(i * RgbImage.Channels, RgbImage.Channels).Fill(place >= at && place < at + 2 ? ink : paper);
        }

        return new ImageExample(ImageSource.FromPixels(new RgbImage(pixels, new GridSize(Side, Side)), $"picture {index}"), stands ? "standing" : "lying");
    }
}
