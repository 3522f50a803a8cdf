using CsCheck;
using Heed.Kernels;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.Tests.Images;

/// <summary>What overlays are laid over is the part that the model sees.</summary>
public class SeenPartTests
{
    // 640 becomes 298, not 298.67, pixels, of which 224 stand for 481.
    [Theory]
    [InlineData(480, 640, 480, 481)]
    [InlineData(640, 480, 481, 480)]
    [InlineData(100, 301, 100, 100)]
    public void A_model_that_cuts_the_middle_sees_the_middle_in_the_pictures_own_pixels(int height, int width, int seenHeight, int seenWidth) =>
        Assert.Equal(new GridSize(seenHeight, seenWidth), new ImageProcessor(ImageProcessorConfig.Clip).SeenPart(Ramp(height, width), 1024).Size);

    [Fact]
    public void A_model_that_squeezes_sees_all_in_the_pictures_own_proportions()
    {
        var picture = Ramp(30, 40);

        Assert.Same(picture, new ImageProcessor(ImageProcessorConfig.ViT).SeenPart(picture, 40));
        Assert.Equal(new GridSize(15, 20), new ImageProcessor(ImageProcessorConfig.ViT).SeenPart(picture, 20).Size);
    }

    [Fact]
    public void Resized_it_is_what_the_model_reads() =>
        Gen.Select(Gen.Int[20, 90], Gen.Int[20, 90]).Sample((height, width) =>
        {
            var processor = new ImageProcessor(new ImageProcessorConfig { ShortestEdge = 24, CropSize = new(16, 16), Filter = ResizeFilter.Bilinear });
            var picture = Ramp(height, width);
            var (read, part) = (processor.Frame(picture), processor.SeenPart(picture, 1024).Resize(new(16, 16), ResizeFilter.Bilinear));

            // Edges of the part fall between pixels, so that it may lie by up to one of them, and a grey level of rounding, aside.
            var pixel = (255 / Math.Min(height, width)) + 1;
            Assert.All(read.Pixels.ToArray().Zip(part.Pixels.ToArray()), pair => Assert.InRange(pair.First - pair.Second, -pixel, pixel));
        });

    [Fact]
    public void Where_the_model_sees_black_the_part_is_black()
    {
        var processor = new ImageProcessor(new ImageProcessorConfig { Resizes = false, CropSize = new(6, 8) });
        var part = processor.SeenPart(new RgbImage([.. Enumerable.Repeat((byte)200, 4 * 4 * 3)], new(4, 4)), 1024);

        Assert.Equal(new GridSize(6, 8), part.Size);
        Assert.Equal(processor.Frame(new RgbImage([.. Enumerable.Repeat((byte)200, 4 * 4 * 3)], new(4, 4))).Pixels, part.Pixels);
    }

    // Red grows downwards, green to the right.
    private static RgbImage Ramp(int height, int width)
    {
        var pixels = new byte[height * width * 3];
        for (var i = 0; i < height * width; i++)
        {
            (pixels[3 * i], pixels[(3 * i) + 1]) = ((byte)(255 * (i / width) / height), (byte)(255 * (i % width) / width));
        }

        return new RgbImage(pixels, new GridSize(height, width));
    }
}
