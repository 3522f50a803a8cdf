using Heed.Autograd;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Operations;

public class StochasticDepthTests
{
    private const int Count = 2000;
    private const float Rate = 0.3f;

    [Fact]
    public void A_sequence_is_kept_whole_and_enlarged_or_left_out_whole_and_so_is_its_gradient()
    {
        var x = Parameter(1, Count * 2, 3);
        var upstream = Random(x.Length, 2);
        using var tape = new Tape(dropout: new DropoutSeed(7, 2));
        var y = Op.StochasticDepth(x, Sequences.Uniform(Count, 2), Rate);
        var values = y.Data.ToArray();
        tape.Backward((y, upstream));
        var kept = 0;
        for (var sequence = 0; sequence < Count; sequence++)
        {
            var factor = values[sequence * 6] == 0 ? 0 : 1 / (1 - Rate);
            kept += factor > 0 ? 1 : 0;
            for (var i = sequence * 6; i < (sequence + 1) * 6; i++)
            {
                Assert.Equal(factor * x.Data[i], values[i], 1e-5f);
                Assert.Equal(factor * upstream[i], x.Gradient[i], 1e-5f);
            }
        }

        // Five standard deviations around the share that is kept.
        Assert.InRange(kept, (Count * (1 - Rate)) - 103, (Count * (1 - Rate)) + 103);
    }

    [Fact]
    public void An_infinite_branch_that_is_left_out_is_zero()
    {
        using var tape = new Tape(dropout: new DropoutSeed(7, 2));
        var y = Op.StochasticDepth(Tensor.From([.. Enumerable.Repeat(float.PositiveInfinity, Count)], Count, 1), Sequences.Uniform(Count, 1), Rate);
        Assert.All(y.Data.ToArray(), value => Assert.True(value is 0 or float.PositiveInfinity, $"{value}"));
        Assert.Contains(0, y.Data.ToArray());
    }

    [Fact]
    public void Another_step_keeps_others_and_without_a_seed_all_are_kept()
    {
        var x = Parameter(1, Count, 1);
        Assert.Equal(Of(1), Of(1));
        Assert.NotEqual(Of(1), Of(2));
        Assert.Same(x, Op.StochasticDepth(x, Sequences.Uniform(Count, 1), Rate));

        float[] Of(ulong step)
        {
            using var tape = new Tape(dropout: new DropoutSeed(7, step));
            return Op.StochasticDepth(x, Sequences.Uniform(Count, 1), Rate).Data.ToArray();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sum_with_a_branch_has_the_bits_of_the_branch_and_then_the_sum(bool isBranchSharing)
    {
        var upstream = Random(35 * 3, 2);
        var expected = Of((x, branch, sequences) => Op.Add(x, Op.StochasticDepth(branch, sequences, Rate)));
        var found = Of((x, branch, sequences) => Op.AddBranch(x, branch, sequences, Rate));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], found[i]);
        }

        float[][] Of(Func<Tensor, Tensor, Sequences, Tensor> sum)
        {
            var (x, branch) = (Parameter(3, 35, 3), Parameter(4, 35, 3));
            using var tape = new Tape(dropout: new DropoutSeed(7, 2));
            // Of values that are computed, so that gradients may be handed on; with a second use of one, so that some are added.
            var (trunk, leaf) = (Op.Scale(x, 2), Op.Scale(branch, 3));
            var z = sum(trunk, isBranchSharing ? Op.Add(leaf, trunk) : leaf, Sequences.Uniform(5, 7));
            var values = z.Data.ToArray();
            tape.Backward((z, upstream), (leaf, upstream));
            return [values, x.Gradient.ToArray(), branch.Gradient.ToArray()];
        }
    }
}
