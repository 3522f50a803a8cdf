using Heed.Autograd;
using Heed.Layers;
using Heed.Models;

namespace Heed.Tests.Layers;

public class ConvolutionStemTests
{
    [Theory]
    [InlineData(1, 3, 28)]
    [InlineData(2, 3, 48)]
    [InlineData(3, 3, 72)]
    [InlineData(1, 5, 28)]
    [InlineData(1, 7, 48)]
    [InlineData(2, 7, 128)]
    public void The_pixels_that_reach_a_token_lie_about_its_centre(int numConvolutions, int size, int length)
    {
        // With weights of 1 a single bright pixel reaches exactly the tokens that see it.
        var reached = Reached(numConvolutions, size, length);
        var (field, whole) = (ConvolutionStem.ReceptiveFieldOf(numConvolutions, size), 0);
        for (var token = 0; token < reached.Length; token++)
        {
            var centre = ConvolutionStem.CentreOf(token, numConvolutions, size);
            Assert.Equal(Math.Max(0, centre - (field / 2.0)), reached[token].Min());
            Assert.Equal(Math.Min(length, centre + (field / 2.0)), reached[token].Max() + 1);
            whole += reached[token].Length == field ? 1 : 0;
        }

        Assert.True(whole > 1);
    }

    [Theory]
    [InlineData(28)]
    [InlineData(32)]
    [InlineData(33)]
    public void The_cell_of_a_token_is_what_is_nearest_to_its_centre(int length)
    {
        var config = CompactViTConfig.Cct2 with { NumConvolutions = 3, ImageSize = new(length, length) };
        var axis = config.CellsOf(config.ImageSize).Columns;

        Assert.Equal(config.Grid.Width, axis.Count);
        Assert.Equal((0.0, 1.0), (axis.Edges[0], axis.Edges[^1]));
        for (var pixel = 0; pixel < length; pixel++)
        {
            var token = Enumerable.Range(0, axis.Count).Single(i => axis.PixelsOf(i, length) is var (from, to) && pixel >= from && pixel < to);
            var distances = Enumerable.Range(0, axis.Count).Select(i => Math.Abs(ConvolutionStem.CentreOf(i, 3) - (pixel + 0.5))).ToArray();
            Assert.Equal(distances.Min(), distances[token]);
        }
    }

    [Fact]
    public void Cut_patches_have_cells_of_one_size_in_whole_pixels()
    {
        for (var count = 1; count < 70; count++)
        {
            var axis = TokenAxis.Equal(count);
            Assert.All(Enumerable.Range(0, count), i => Assert.Equal((i * 7, (i + 1) * 7), axis.PixelsOf(i, 7 * count)));
        }
    }

    // The places of the pixels that change each token.
    private static int[][] Reached(int numConvolutions, int size, int length)
    {
        var parameters = new ParameterSet();
        var stem = new ConvolutionStem(parameters.Root, 1, [.. Enumerable.Repeat(1, numConvolutions)], size);
        foreach (var (_, weight) in parameters.All)
        {
            weight.Data.Fill(1);
        }

        var pixels = new float[length * length];
        for (var place = 0; place < length; place++)
        {
            pixels[(place * length) + place] = 1;
        }

        // A picture for each place, a single row of pixels.
        var tokens = stem.Forward(Tensor.From(pixels, length, 1, 1, length)).Data.ToArray();
        var columns = tokens.Length / length;
        return [.. Enumerable.Range(0, columns).Select(token => Enumerable.Range(0, length).Where(place => tokens[(place * columns) + token] > 0).ToArray())];
    }
}
