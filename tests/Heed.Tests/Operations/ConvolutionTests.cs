using Heed.Autograd;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Operations;

public class ConvolutionTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void A_convolution_is_the_sum_of_its_definition(int stride, int padding)
    {
        const int Batch = 2, Height = 7, Width = 5, Channels = 3, Outputs = 11, WindowHeight = 3, WindowWidth = 2;
        var (x, weight, bias) = (Parameter(1, Batch, Height, Width, Channels), Parameter(2, Outputs, Channels, WindowHeight, WindowWidth), Parameter(3, Outputs));

        var y = Op.Conv2d(x, weight, bias, stride, padding);

        var (outHeight, outWidth) = (((Height + (2 * padding) - WindowHeight) / stride) + 1, ((Width + (2 * padding) - WindowWidth) / stride) + 1);
        Assert.Equal([Batch, outHeight, outWidth, Outputs], y.Shape.ToArray());
        var expected = new float[y.Length];
        for (var value = 0; value < expected.Length; value++)
        {
            var (output, j, i, image) = (value % Outputs, value / Outputs % outWidth, value / Outputs / outWidth % outHeight, value / Outputs / outWidth / outHeight);
            var sum = (double)bias.Data[output];
            for (var tap = 0; tap < Channels * WindowHeight * WindowWidth; tap++)
            {
                var (channel, p, q) = (tap / (WindowHeight * WindowWidth), tap / WindowWidth % WindowHeight, tap % WindowWidth);
                var (row, column) = ((i * stride) - padding + p, (j * stride) - padding + q);
                if (row >= 0 && row < Height && column >= 0 && column < Width)
                {
                    sum += weight.Data[(output * Channels * WindowHeight * WindowWidth) + tap] * x.Data[(((((image * Height) + row) * Width) + column) * Channels) + channel];
                }
            }

            expected[value] = (float)sum;
        }

        OperatorCase.Check("convolution", expected, y.Data, 1e-5);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public void Gradients_of_a_convolution_agree_with_differences(int stride, int padding) => Check(
        x => Op.Conv2d(x[0], x[1], x[2], stride, padding), Parameter(1, 2, 5, 4, 3), Parameter(2, 3, 3, 3, 2), Parameter(3, 3));

    [Fact]
    public void A_convolution_whose_windows_stand_side_by_side_is_the_patch_embedding()
    {
        var (images, weight) = (Parameter(1, 2, 3, 8, 6), Parameter(2, 5, 3, 4, 2));
        var pixels = Op.Transpose(images.Reshape(2, 3, 48)).Reshape(2, 8, 6, 3);
        var square = Parameter(3, 5, 3, 2, 2);
        Assert.Equal(
            Op.Linear(Op.Patches(images, 2, 2), square.Reshape(5, 12)).Data, Op.Conv2d(pixels, square, stride: 2).Data);
        Assert.Equal([2, 2, 2, 5], Op.Conv2d(pixels, weight, stride: 4).Shape.ToArray());
    }

    [Fact]
    public void The_gradient_of_the_largest_goes_to_the_pixel_that_has_it()
    {
        var x = Parameter(1, 1, 3, 3, 1);
        float[] values = [1, 5, 2, 5, 0, 3, 4, 2, 9];
        values.CopyTo(x.Data);
        using var tape = new Tape();
        var y = Op.MaxPool2d(x, 2, 1);
        Assert.Equal([5f, 5, 5, 9], y.Data.ToArray());
        tape.Backward((y, [1f, 10, 100, 1000]));
        Assert.Equal([0f, 11, 0, 100, 0, 0, 0, 0, 1000], x.Gradient.ToArray());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(13)]
    public void A_step_of_a_stem_is_the_three_operations_that_it_stands_for(int channels)
    {
        var (planes, weight, dy) = (Parameter(1, 2, channels, 7, 6), Parameter(2, 11, channels, 3, 3), Parameter(3, 2 * 4 * 3 * 11).Data.ToArray());
        var x = Tensor.Parameter(2, 7, 6, channels);
        Op.Transpose(planes.Reshape(2, channels, 42)).Data.CopyTo(x.Data);

        var (y, dx, dWeight) = Run(() => Op.MaxPool2d(Op.Relu(Op.Conv2d(x, weight, padding: 1)), 3, 2, 1), x);
        var fused = Run(() => Op.PooledConvolution(x, weight), x);
        var fromPlanes = Run(() => Op.PooledConvolution(planes, weight, isChannelsFirst: true), planes);

        OperatorCase.Check("y", y, fused.Y, 5e-5);
        OperatorCase.Check("dx", dx, fused.Dx, 5e-5);
        OperatorCase.Check("dweight", dWeight, fused.DWeight, 2e-4);
        Assert.Equal(fused.Y, fromPlanes.Y);
        Assert.Equal(fused.DWeight, fromPlanes.DWeight);

        (float[] Y, float[] Dx, float[] DWeight) Run(Func<Tensor> step, Tensor input)
        {
            input.ClearGradient();
            weight.ClearGradient();
            using var tape = new Tape();
            var y = step();
            Assert.Equal([2, 4, 3, 11], y.Shape.ToArray());
            tape.Backward((y, dy));
            return (y.Data.ToArray(), input.Gradient.ToArray(), weight.Gradient.ToArray());
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains("[batch, height, width, channels]", Refused(() => Op.Conv2d(Tensor.Zeros(2, 5, 5), Tensor.Zeros(3, 5, 3, 3))), StringComparison.Ordinal);
        Assert.Contains("[batch, height, width, channels]", Refused(() => Op.Conv2d(Tensor.Zeros(2, 5, 5, 4), Tensor.Zeros(3, 5, 3, 3))), StringComparison.Ordinal);
        Assert.Contains("[batch, height, width, channels]", Refused(() => Op.MaxPool2d(Tensor.Zeros(5, 5, 4), 3, 2)), StringComparison.Ordinal);
        Assert.Contains("[batch, height, width, channels]", Refused(() => Op.PooledConvolution(Tensor.Zeros(2, 5, 5, 4), Tensor.Zeros(3, 5, 3, 3))), StringComparison.Ordinal);
        Assert.Contains("[batch, channels, height, width]", Refused(() => Op.PooledConvolution(Tensor.Zeros(2, 5, 5, 3), Tensor.Zeros(4, 3, 3, 3), true)), StringComparison.Ordinal);
        Assert.Contains("half a window", Refused(() => Op.MaxPool2d(Tensor.Zeros(2, 5, 5, 4), 3, 2, 2)), StringComparison.Ordinal);

        static string Refused(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }
}
