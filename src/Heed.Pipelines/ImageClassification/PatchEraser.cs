using Heed.Kernels;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>Takes patches out of a picture: each becomes the picture's mean colour.</summary>
internal sealed class PatchEraser
{
    private readonly RgbImage image;
    private readonly GridSize grid;
    private readonly byte[] mean = new byte[RgbImage.Channels];

    /// <param name="image">The whole picture.</param>
    /// <param name="grid">Its patches; where they do not divide the picture, their edges are rounded.</param>
    public PatchEraser(RgbImage image, GridSize grid)
    {
        (this.image, this.grid) = (image, grid);
        var sums = new long[RgbImage.Channels];
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            sums[i % RgbImage.Channels] += image.Pixels[i];
        }

        for (var channel = 0; channel < mean.Length; channel++)
        {
            mean[channel] = (byte)Math.Round(sums[channel] / (double)image.Size.Count);
        }
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
                    mean.CopyTo(pixels, ((y * image.Size.Width) + x) * RgbImage.Channels);
                }
            }
        }

        return new RgbImage(pixels, image.Size);
    }
}
