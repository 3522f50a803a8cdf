using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class PooledConvolutionTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(2, 7, 11, 3, 17)]
    [InlineData(19, 2, 3, 5, 3)]
    [InlineData(3, 13, 5, 7, 31)]
    [InlineData(2, 7, 11, 11, 17)]
    [InlineData(1, 1, 2, 13, 5)]
    [InlineData(17, 6, 8, 17, 37)]
    [InlineData(2, 14, 14, 64, 32)]
    public void Results_and_gradients_agree_with_the_definition(int batch, int height, int width, int channels, int outChannels)
    {
        var shape = new PooledConvolutionShape(batch, height, width, channels, outChannels);
        var (x, weight) = (Random(batch * height * width * channels, 1), Random(outChannels * channels * 9, 2, 1 / MathF.Sqrt(channels)));
        var length = batch * shape.OutHeight * shape.OutWidth * outChannels;
        var (y, chosen, dy) = (Random(length, 3), Random(length, 4), Random(length, 5));
        var (dx, dWeight) = (Random(x.Length, 6), new float[weight.Length]);
        var reference = new PooledConvolutionReference(shape, x, weight);

        PooledConvolutionKernel.Forward(shape, x, weight, y, chosen);
        PooledConvolutionKernel.Backward(shape, x, weight, chosen, dy, dx, dWeight, accumulate: false);

        var (expectedDx, expectedDWeight) = reference.Backward(dy);
        AssertClose(Array.ConvertAll(reference.Output, value => (float)value), y, 5e-6, "y");
        AssertClose(Array.ConvertAll(expectedDx, value => (float)value), dx, 1e-5, "dx");
        AssertClose(Array.ConvertAll(expectedDWeight, value => (float)value), dWeight, 1e-5, "dweight");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(11)]
    public void The_gradient_of_the_weights_is_added_to_what_is_there(int channels)
    {
        var shape = new PooledConvolutionShape(3, 7, 5, channels, 19);
        var (x, weight) = (Random(105 * channels, 1), Random(19 * channels * 9, 2));
        var length = 3 * shape.OutHeight * shape.OutWidth * 19;
        var (y, chosen, dy, alone, before) = (new float[length], new float[length], Random(length, 5), new float[weight.Length], Random(weight.Length, 7));
        PooledConvolutionKernel.Forward(shape, x, weight, y, chosen);
        PooledConvolutionKernel.Backward(shape, x, weight, chosen, dy, default, alone);
        float[] added = [.. before];

        PooledConvolutionKernel.Backward(shape, x, weight, chosen, dy, default, added);

        AssertClose([.. before.Zip(alone, (there, gradient) => there + gradient)], added, 1e-5, "dweight");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(11)]
    public void Images_may_lie_plane_by_plane(int channels)
    {
        const int Batch = 3, Height = 7, Width = 5, Outputs = 19;
        var shape = new PooledConvolutionShape(Batch, Height, Width, channels, Outputs);
        var (x, weight) = (Random(Batch * Height * Width * channels, 1), Random(Outputs * channels * 9, 2));
        var (planes, dx) = (new float[x.Length], new float[x.Length]);
        var length = Batch * shape.OutHeight * shape.OutWidth * Outputs;
        var (y, chosen, dy, dPlanes, dWeight) = (new float[length], new float[length], Random(length, 5), Random(x.Length, 6), new float[weight.Length]);
        PooledConvolutionKernel.Forward(shape, x, weight, y, chosen);
        PooledConvolutionKernel.Backward(shape, x, weight, chosen, dy, dx, dWeight);
        Turn(x, planes);

        var (yOfPlanes, dWeightOfPlanes) = (new float[length], new float[weight.Length]);
        PooledConvolutionKernel.Forward(shape with { IsChannelsFirst = true }, planes, weight, yOfPlanes);
        PooledConvolutionKernel.Backward(shape with { IsChannelsFirst = true }, planes, weight, chosen, dy, dPlanes, dWeightOfPlanes, accumulate: false);

        Assert.Equal(y, yOfPlanes);
        Assert.Equal(dWeight, dWeightOfPlanes);
        Turn(dx, planes);
        Assert.Equal(planes, dPlanes);

        void Turn(float[] from, float[] to)
        {
            for (var i = 0; i < from.Length; i++)
            {
                var (image, pixel, channel) = (i / (Height * Width * channels), i / channels % (Height * Width), i % channels);
                to[(((image * channels) + channel) * Height * Width) + pixel] = from[i];
            }
        }
    }

    [Fact]
    public void The_first_of_equals_gets_the_gradient_and_nobody_where_nothing_is_positive()
    {
        var shape = new PooledConvolutionShape(1, 3, 3, 1, 2);
        float[] weight = [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0];
        var (y, chosen, dx) = (new float[8], new float[8], new float[9]);

        PooledConvolutionKernel.Forward(shape, [1, 5, 2, 5, 0, 3, 4, 5, 5], weight, y, chosen);
        PooledConvolutionKernel.Backward(shape, [1, 5, 2, 5, 0, 3, 4, 5, 5], weight, chosen, [1, 7, 10, 7, 100, 7, 1000, 7], dx, default);

        Assert.Equal([5f, 0, 5, 0, 5, 0, 5, 0], y);
        Assert.Equal([0f, 11, 0, 100, 0, 0, 0, 1000, 0], dx);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    public void The_same_bits_on_any_number_of_threads(int channels) => AssertSameBitsOnAnyTeam(() =>
    {
        var shape = new PooledConvolutionShape(37, 9, 7, channels, 21);
        var (x, weight) = (Random(37 * 63 * channels, 1), Random(21 * channels * 9, 2));
        var length = 37 * shape.OutHeight * shape.OutWidth * 21;
        var (y, chosen, dx, dWeight) = (new float[length], new float[length], new float[x.Length], new float[weight.Length]);
        PooledConvolutionKernel.Forward(shape, x, weight, y, chosen);
        PooledConvolutionKernel.Backward(shape, x, weight, chosen, Random(length, 5), dx, dWeight);
        return [.. y, .. dx, .. dWeight];
    });

    [Fact]
    public void A_value_that_is_not_a_number_stays_one()
    {
        foreach (var channels in (int[])[3, 16])
        {
            var shape = new PooledConvolutionShape(1, 8, 8, channels, 16);
            var (x, y) = (Random(64 * channels, 1), new float[256]);
            x[27 * channels] = float.NaN;
            PooledConvolutionKernel.Forward(shape, x, Random(16 * channels * 9, 2), y);
            Assert.Contains(y, float.IsNaN);
        }
    }

    [Fact]
    public void What_is_too_short_or_too_large_is_refused()
    {
        var shape = new PooledConvolutionShape(1, 4, 4, 3, 5);
        Assert.Throws<ArgumentException>(() => PooledConvolutionKernel.Forward(shape, new float[47], new float[135], new float[20]));
        Assert.Throws<ArgumentException>(() => PooledConvolutionKernel.Forward(shape, new float[48], new float[134], new float[20]));
        Assert.Throws<ArgumentException>(() => PooledConvolutionKernel.Forward(shape, new float[48], new float[135], new float[19]));
        Assert.Throws<ArgumentException>(() => PooledConvolutionKernel.Forward(shape, new float[48], new float[135], new float[20], new float[19]));
        Assert.Throws<ArgumentException>(() => PooledConvolutionKernel.Forward(shape with { Height = 1025 }, new float[12300], new float[135], new float[5130]));
        Assert.Throws<ArgumentException>(() => PooledConvolutionKernel.Backward(shape, new float[48], new float[135], new float[20], new float[19], default, default));
        Assert.Throws<ArgumentException>(() => PooledConvolutionKernel.Backward(shape, new float[48], new float[135], new float[20], new float[20], new float[47], default));
        Assert.Throws<ArgumentException>(() => PooledConvolutionKernel.Backward(shape, new float[48], new float[135], new float[20], new float[20], default, new float[134]));
    }
}
