using Heed.Kernels;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.Tests.Images;

public class RgbImageTests
{
    [Fact]
    public void A_thin_picture_that_is_vast_between_the_two_passes_is_refused()
    {
        var thin = new RgbImage(new byte[2 * 1_000_000 * 3], new(1_000_000, 2));
        Assert.Equal(
            "resizing 2 x 1000000 pixels to 224 x 224 takes 224 x 1,000,000 pixels; expected at most 100,000,000 in all.",
            Assert.Throws<InvalidInputException>(() => thin.Resize(new(224, 224), ResizeFilter.Bilinear)).Message);
    }

    [Fact]
    public void A_cut_or_a_size_beyond_any_picture_is_refused()
    {
        var point = new RgbImage([1, 2, 3], new(1, 1));
        Assert.StartsWith(
            "cutting 65536 x 65536 pixels out of 1 x 1 takes ", Assert.Throws<InvalidInputException>(() => point.CropCentre(new(65_536, 65_536))).Message);
        Assert.StartsWith(
            "resizing 1 x 1 pixels to 65536 x 65536 takes ",
            Assert.Throws<InvalidInputException>(() => point.Resize(new(65_536, 65_536), ResizeFilter.Nearest)).Message);
    }
}
