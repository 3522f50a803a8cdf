using Heed.Kernels;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;

namespace Heed.Cli.Tests;

/// <summary>A model that tells bars that lie from bars that stand, and an oblong picture of one that stands.</summary>
public sealed class PictureModel : IDisposable
{
    private const int Side = 12;
    private readonly TemporaryFolder folder = new();

    public PictureModel()
    {
        var options = new ImageClassifierOptions
        {
            Epochs = 8,
            OutputDirectory = Path,
            Adjust = plan => plan with
            {
                Model = plan.Model with { ModelDim = 16, NumLayers = 2, NumHeads = 2, HiddenDim = 32, StemChannels = 8 },
                BatchSize = 16,
                LearningRate = 3e-3f,
            },
        };
        ImageClassifier.Train([.. Enumerable.Range(0, 96).Select(i => new ImageExample(ImageSource.FromPixels(Draw(i, Side, Side), $"{i}"), LabelOf(i)))], options: options);
        File.WriteAllBytes(Picture, ToPng(Draw(1, 60, 90)));
    }

    public string Path => folder.File("model");

    public string Picture => folder.File("bar <b>.png");

    public void Dispose() => folder.Dispose();

    private static string LabelOf(int i) => i % 2 == 0 ? "lying" : "standing";

    private static RgbImage Draw(int i, int height, int width)
    {
        var at = 0.1 + (0.1 * (i / 2 % 7));
        var pixels = new byte[height * width * RgbImage.Channels];
        for (var pixel = 0; pixel < height * width; pixel++)
        {
            var place = i % 2 == 0 ? (pixel / width) / (double)height : (pixel % width) / (double)width;
            pixels.AsSpan(pixel * RgbImage.Channels, RgbImage.Channels).Fill(place >= at && place < at + 0.2 ? (byte)220 : (byte)30);
        }

        return new RgbImage(pixels, new GridSize(height, width));
    }

    private static byte[] ToPng(RgbImage image) => new Figures.PixelImage(image.Size.Width, image.Size.Height, image.Pixels).ToPng();
}
