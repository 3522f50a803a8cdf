using Heed.Autograd;
using Heed.Training;

namespace Heed.Tests.Training;

public sealed class ExponentialMovingAverageTests
{
    private readonly Tensor weights = Tensor.From(Enumerable.Range(0, 2500).Select(i => (float)i).ToArray(), 50, 50);

    [Fact]
    public void The_average_moves_as_its_equation_says()
    {
        var average = new ExponentialMovingAverage([KeyValuePair.Create("w", weights)], 0.15f);
        double[] kept = [0.1, 0.15, 0.15];
        var expected = weights.Data[^1] + 0d;
        for (var n = 0; n < kept.Length; n++)
        {
            weights.Data.Fill(n + 1);
            average.Update();
            expected = (kept[n] * expected) + ((1 - kept[n]) * (n + 1));
            Assert.Equal(expected, average.State.Single(entry => entry.Name == "w").Tensor.Data[^1], 1e-4);
        }
    }

    [Fact]
    public void The_average_is_swapped_in_and_out_again()
    {
        var before = weights.Data.ToArray();
        var average = new ExponentialMovingAverage([KeyValuePair.Create("w", weights)], 0.9f);
        weights.Data.Fill(1);

        average.Swap();
        Assert.True(average.IsSwapped);
        Assert.Equal(before, weights.Data.ToArray());
        Assert.Throws<InvalidOperationException>(average.Update);

        average.Swap();
        Assert.False(average.IsSwapped);
        Assert.Equal(-1, weights.Data.IndexOfAnyExcept(1f));
        Assert.Equal(before, average.State.Single(entry => entry.Name == "w").Tensor.Data.ToArray());
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1f)]
    public void A_decay_out_of_range_is_refused(float decay) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialMovingAverage([], decay));
}
