using Heed.Kernels;
using Heed.Models;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;
using Heed.Pipelines.Images.Augmentation;
using Heed.Training;

namespace Heed.Pipelines.Tests.ImageClassification;

/// <summary>
/// Pictures of 6 x 6 patches in which one patch decides: red or blue, anywhere, or none. A green one is as loud and says nothing; the others are grey.
/// </summary>
internal static class MarkedPictures
{
    private const int Cells = 6;
    private const int CellSide = 4;
    private const int Red = 0;
    private const int Green = 1;
    private const int Blue = 2;
    private static readonly string[] Labels = ["red", "none", "blue"];

    /// <summary>Patch by patch, nearly.</summary>
    public static ImageExplanationOptions Thorough { get; } = new() { Steps = 32 };

    /// <summary>Pictures with a mark, and of each the number of the patch that decides.</summary>
    public static List<(ImageExample Example, int Patch)> Make(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var label = random.Next(2) == 0 ? Red : Blue;
            var (image, patches) = Draw(random, label, Green);
            return (new ImageExample(image, Labels[label]), patches[0]);
        })];
    }

    /// <summary>Pictures with two marks, a red and a blue one, and the numbers of their patches.</summary>
    public static List<(ImageSource Image, int Red, int Blue)> MakeOfBoth(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (image, patches) = Draw(random, Red, Blue, Green);
            return (image, patches[0], patches[1]);
        })];
    }

    public static ImageClassifier Train(ImagePooling pooling, int numConvolutions, int seed = 3) => ImageClassifier.Train(
        [.. Enumerable.Range(0, 900).Select(i => new ImageExample(Draw(new Random(i), i % 3 == 1 ? [Green] : [i % 3, Green]).Image, Labels[i % 3]))],
        null,
        new ImageClassifierOptions
        {
            Seed = seed,
            Epochs = 12,
            Optimizer = OptimizerChoice.AdamW,
            Adjust = plan => plan with
            {
                Model = plan.Model with
                {
                    ModelDim = 32,
                    NumLayers = 3,
                    NumHeads = 2,
                    HiddenDim = 64,
                    NumConvolutions = numConvolutions,
                    StemChannels = 8,
                    PatchSize = new(CellSide, CellSide),
                    Pooling = pooling,
                    StochasticDepth = 0,
                },
                Augmentation = new AugmentationOptions(),
                Mixing = new MixingOptions(),
                BatchSize = 16,
                LearningRate = 3e-3f,
                AverageDecay = 0.9f,
            },
        },
        cancellation: TestContext.Current.CancellationToken);

    /// <summary>Grey patches, and one of each colour, the brightest of its channel.</summary>
    private static (ImageSource Image, int[] Patches) Draw(Random random, params int[] colours)
    {
        const int Side = Cells * CellSide;
        int[] patches = [.. Enumerable.Range(0, Cells * Cells)];
        random.Shuffle(patches);
        patches = patches[..colours.Length];
        var pixels = new byte[Side * Side * RgbImage.Channels];
        for (var cell = 0; cell < Cells * Cells; cell++)
        {
            var grey = (byte)random.Next(60);
            byte[] colour = [grey, grey, grey];
            if (Array.IndexOf(patches, cell) is >= 0 and var mark)
            {
                colour[colours[mark]] = (byte)random.Next(180, 256);
            }

            for (var i = 0; i < CellSide * CellSide; i++)
            {
                var (y, x) = ((cell / Cells * CellSide) + (i / CellSide), (cell % Cells * CellSide) + (i % CellSide));
                colour.CopyTo(pixels, ((y * Side) + x) * RgbImage.Channels);
            }
        }

        return (ImageSource.FromPixels(new RgbImage(pixels, new GridSize(Side, Side)), "marked"), patches);
    }
}
