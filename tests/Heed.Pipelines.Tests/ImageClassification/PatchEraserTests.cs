using Heed.Kernels;
using Heed.Models;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.Tests.ImageClassification;

public class PatchEraserTests
{
    private static readonly ImageProcessorConfig Grey = new();

    [Theory]
    [InlineData(28, 3)]
    [InlineData(32, 3)]
    [InlineData(32, 2)]
    public void Of_a_stem_the_pixels_nearest_to_the_token_are_erased(int length, int numConvolutions)
    {
        var size = new GridSize(length, length);
        var cells = (CompactViTConfig.Cct2 with { NumConvolutions = numConvolutions, ImageSize = size }).CellsOf(size);
        var eraser = new PatchEraser(Black(size), cells, Grey);
        var (side, jump) = (cells.Columns.Count, 1 << numConvolutions);

        for (var patch = 0; patch < cells.Count; patch++)
        {
            var erased = Erased(eraser.Without([patch]));
            Assert.NotEmpty(erased);
            Assert.All(erased, pixel => Assert.True(IsNearest(pixel / length, patch / side) && IsNearest(pixel % length, patch % side)));
        }

        // No other token's centre, at i jump + 0.5, is nearer to the pixel's.
        bool IsNearest(int pixel, int token) => Enumerable.Range(0, side).All(other => Math.Abs(pixel - (other * jump)) >= Math.Abs(pixel - (token * jump)));
    }

    [Theory]
    [InlineData(28, 7)]
    [InlineData(24, 6)]
    [InlineData(30, 7)]
    public void All_patches_together_are_the_picture_and_none_is_erased_twice(int length, int count)
    {
        var size = new GridSize(length, length);
        foreach (var axis in new[] { TokenAxis.Equal(count), TokenAxis.Nearest([.. Enumerable.Range(0, count).Select(i => ((i * 4) + 0.5) / length)]) })
        {
            var eraser = new PatchEraser(Black(size), new TokenCells(axis, axis), Grey);
            var erased = Enumerable.Range(0, count * count).SelectMany(patch => Erased(eraser.Without([patch]))).Order();

            Assert.Equal(Enumerable.Range(0, length * length), erased);
        }
    }

    private static RgbImage Black(GridSize size) => new(new byte[size.Count * RgbImage.Channels], size);

    private static int[] Erased(RgbImage image)
    {
        var pixels = image.Pixels.ToArray();
        return [.. Enumerable.Range(0, image.Size.Count).Where(pixel => pixels[pixel * RgbImage.Channels] > 0)];
    }
}
