using Heed.Kernels;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>Takes patches out of a picture: each becomes the mean colour of what the model learnt from, which is 0 in the numbers that it reads.</summary>
/// <remarks>The mean colour of the picture itself would tell of what was taken out: a red mark leaves a tint of red everywhere.</remarks>
internal sealed class PatchEraser
{
    private const double MiddleGrey = 127.5;

    private readonly RgbImage image;
    private readonly GridSize grid;
    private readonly byte[] colour;

    /// <param name="image">The whole picture.</param>
    /// <param name="grid">Its patches; where they do not divide the picture, their edges are rounded.</param>
    /// <param name="preprocessing">Whose mean it is; without one it is middle grey.</param>
    public PatchEraser(RgbImage image, GridSize grid, ImageProcessorConfig preprocessing)
    {
        (this.image, this.grid) = (image, grid);
        colour = [.. Enumerable.Range(0, RgbImage.Channels).Select(channel => (byte)Math.Clamp(Math.Round(Level(channel)), 0, byte.MaxValue))];

        double Level(int channel) =>
            preprocessing.Mean.Count == 0 ? MiddleGrey : preprocessing.Mean[channel] / (preprocessing.RescaleFactor ?? 1);
    }

    /// <summary>The picture without these patches.</summary>
    public RgbImage Without(ReadOnlySpan<int> patches)
    {
        var pixels = image.Pixels.ToArray();
        foreach (var patch in patches)
        {
            var (row, column) = (patch / grid.Width, patch % grid.Width);
            var (left, right) = (column * image.Size.Width / grid.Width, (column + 1) * image.Size.Width / grid.Width);
            for (var y = row * image.Size.Height / grid.Height; y < (row + 1) * image.Size.Height / grid.Height; y++)
            {
                for (var x = left; x < right; x++)
                {
                    colour.CopyTo(pixels, ((y * image.Size.Width) + x) * RgbImage.Channels);
                }
            }
        }

        return new RgbImage(pixels, image.Size);
    }
}
