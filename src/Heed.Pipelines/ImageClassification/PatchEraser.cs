using Heed.Models;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>Takes patches out of a picture: each becomes the mean colour of what the model learned from, which is 0 in the numbers that it reads.</summary>
/// <remarks>The mean colour of the picture itself would tell of what was taken out: a red mark leaves a tint of red everywhere.</remarks>
internal sealed class PatchEraser
{
    private const double MiddleGrey = 127.5;

    private readonly RgbImage image;
    private readonly TokenCells cells;
    private readonly byte[] colour;

    /// <param name="image">The whole picture.</param>
    /// <param name="cells">Its patches; their edges are rounded to whole pixels.</param>
    /// <param name="preprocessing">Whose mean it is; without one it is middle grey.</param>
    public PatchEraser(RgbImage image, TokenCells cells, ImageProcessorConfig preprocessing)
    {
        (this.image, this.cells) = (image, cells);
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
            var (left, right) = cells.Columns.PixelsOf(patch % cells.Columns.Count, image.Size.Width);
            var (top, bottom) = cells.Rows.PixelsOf(patch / cells.Columns.Count, image.Size.Height);
            for (var y = top; y < bottom; y++)
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
