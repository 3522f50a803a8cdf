using Heed.Autograd;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Autograd;

public class HandedOnGradientTests
{
    [Fact]
    public void The_gradient_of_a_sum_is_handed_to_one_of_its_terms_without_memory_of_its_own()
    {
        const int Length = 1 << 20;
        var memory = new TensorMemory();
        using var tape = new Tape(memory: memory);
        var x = Tensor.Parameter(Length);
        var sum = Op.Add(Op.Scale(x, 2), Op.Scale(x, 3));
        tape.Backward(Op.Sum(sum));
        // Two terms, their sum, and two gradients at a time: that of the sum, which becomes one term's, and the other's.
        Assert.InRange(memory.AllocatedBytes, 5L * Length * sizeof(float), (5L * Length * sizeof(float)) + 4096);
        Assert.All(x.Gradient.ToArray(), value => Assert.Equal(5, value));
    }

    [Fact]
    public void Both_terms_may_be_one_tensor_a_parameter_or_a_part_of_one()
    {
        var upstream = Random(6, 1);
        var p = Parameter(2, 4, 3);
        using var tape = new Tape();
        var y = Op.Scale(p, 2);
        var twice = Op.Add(y.Slice(1, 3), y.Slice(1, 3));
        var same = Op.Add(twice, twice);
        tape.Backward((Op.Add(same, p.Slice(0, 2)), upstream));
        for (var i = 0; i < 12; i++)
        {
            var expected = (i < 6 ? upstream[i] : 0) + (i is >= 3 and < 9 ? 8 * upstream[i - 3] : 0);
            Assert.Equal(expected, p.Gradient[i], 1e-5f);
        }
    }
}
