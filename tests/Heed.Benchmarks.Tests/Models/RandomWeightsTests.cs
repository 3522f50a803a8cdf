using Heed.Benchmarks.Models;

namespace Heed.Benchmarks.Tests.Models;

public class RandomWeightsTests
{
    [Fact]
    public void A_name_has_the_same_weights_every_time_and_another_has_others()
    {
        Assert.Equal(RandomWeights.Of("a.weight", 7), RandomWeights.Of("a.weight", 7));
        Assert.NotEqual(RandomWeights.Of("a.weight", 7), RandomWeights.Of("b.weight", 7));
    }

    [Fact]
    public void Gains_of_norms_lie_around_one()
    {
        Assert.All(RandomWeights.Of("block.layernorm_before.weight", 11), value => Assert.InRange(value, 0.9f, 1.1f));
        Assert.All(RandomWeights.Of("block.layernorm_before.bias", 11), value => Assert.InRange(value, -0.1f, 0.1f));
    }

    [Fact]
    public void Turned_matrices_side_by_side_have_the_rows_as_columns()
    {
        const int Rows = 19, Columns = 5;
        var joined = RandomWeights.TransposedSideBySide(["q", "k"], Rows, Columns);
        var key = RandomWeights.Of("k", Rows * Columns);
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                Assert.Equal(key[(row * Columns) + column], joined[(column * 2 * Rows) + Rows + row]);
            }
        }
    }
}
