using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class WindowTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, 1, 1, 1, 0)]
    [InlineData(2, 5, 7, 3, 3, 3, 1, 1)]
    [InlineData(3, 11, 13, 17, 3, 2, 2, 1)]
    [InlineData(2, 7, 5, 11, 5, 7, 3, 2)]
    [InlineData(1, 2, 2, 19, 5, 5, 1, 0)]
    [InlineData(0, 5, 5, 3, 3, 3, 2, 1)]
    public void Rows_are_the_pixels_under_their_window_and_the_gradient_goes_back_there(
        int batch, int height, int width, int channels, int windowHeight, int windowWidth, int stride, int padding)
    {
        var shape = new WindowShape(batch, height, width, channels, windowHeight, windowWidth, stride, padding);
        var sources = WindowReference.Sources(shape);
        var images = Random(batch * height * width * channels, 1);
        var (rows, dRows) = (Random(sources.Length, 2), Random(sources.Length, 3));
        var (dImages, expected) = (Random(images.Length, 4), Array.ConvertAll(Random(images.Length, 4), value => (double)value));

        WindowKernel.Unfold(shape, images, rows);
        WindowKernel.FoldAdd(shape, dRows, dImages);

        Assert.Equal(sources.Length, shape.NumWindows * shape.WindowLength);
        for (var i = 0; i < sources.Length; i++)
        {
            Assert.Equal(sources[i] < 0 ? 0 : images[sources[i]], rows[i]);
            if (sources[i] >= 0)
            {
                expected[sources[i]] += dRows[i];
            }
        }

        AssertClose(Array.ConvertAll(expected, value => (float)value), dImages, 2e-6);
    }

    [Theory]
    [InlineData(1, 1, 1, 1, 1, 1, 0)]
    [InlineData(2, 5, 7, 3, 3, 2, 1)]
    [InlineData(3, 11, 13, 17, 3, 2, 1)]
    [InlineData(2, 7, 5, 11, 5, 3, 2)]
    [InlineData(2, 7, 6, 8, 2, 1, 1)]
    public void The_largest_under_each_window_is_found_and_the_first_of_equals_gets_the_gradient(
        int batch, int height, int width, int channels, int window, int stride, int padding)
    {
        var shape = new WindowShape(batch, height, width, channels, window, window, stride, padding);
        // Few different values, so that many windows have several largest ones.
        var x = Array.ConvertAll(Random(batch * height * width * channels, 1), value => MathF.Round(2 * value));
        var largest = WindowReference.Largest(shape, x);
        var (y, dy) = (new float[largest.Length], Random(largest.Length, 3));
        var (dx, expected) = (Random(x.Length, 4), Array.ConvertAll(Random(x.Length, 4), value => (double)value));

        MaxPoolKernel.Forward(shape, x, y);
        MaxPoolKernel.Backward(shape, x, y, dy, dx);

        for (var i = 0; i < largest.Length; i++)
        {
            Assert.Equal(x[largest[i]], y[i]);
            expected[largest[i]] += dy[i];
        }

        AssertClose(Array.ConvertAll(expected, value => (float)value), dx, 2e-6);
    }

    [Fact]
    public void Too_few_pixels_and_borders_wider_than_half_a_window_are_refused()
    {
        Assert.Throws<ArgumentException>(() => WindowKernel.Unfold(new(1, 4, 4, 3, 3, 3, 1, 1), new float[47], new float[432]));
        Assert.Throws<ArgumentException>(() => WindowKernel.FoldAdd(new(1, 4, 4, 3, 3, 3, 1, 1), new float[431], new float[48]));
        Assert.Throws<ArgumentException>(() => MaxPoolKernel.Forward(new(1, 4, 4, 3, 3, 3, 2, 2), new float[48], new float[48]));
        Assert.Throws<ArgumentException>(() => MaxPoolKernel.Forward(new(1, 4, 4, 3, 3, 3, 2, 1), new float[48], new float[11]));
    }
}
