using Heed.Kernels;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class VectorTests
{
    private static readonly int[] Lengths = [0, 1, 2, 3, 5, 7, 8, 9, 13, 16, 17, 31, 33, 127, 1021, 40_009];

    [Fact]
    public void Elementwise_kernels_do_what_they_say_at_every_length()
    {
        foreach (var length in Lengths)
        {
            var (x, y, start) = (Random(length, 1), Random(length, 2), Random(length, 3));
            Check(length, start, (i, z) => x[i] + y[i], z => VectorKernel.Add(x, y, z));
            Check(length, start, (i, z) => z + x[i], z => VectorKernel.AddTo(x, z));
            Check(length, start, (i, z) => x[i] - y[i], z => VectorKernel.Subtract(x, y, z));
            Check(length, start, (i, z) => x[i] * y[i], z => VectorKernel.Multiply(x, y, z));
            Check(length, start, (i, z) => x[i] / y[i], z => VectorKernel.Divide(x, y, z));
            Check(length, start, (i, z) => z + ((double)x[i] * y[i]), z => VectorKernel.MultiplyAddTo(x, y, z));
            Check(length, start, (i, z) => 0.37f * x[i], z => VectorKernel.Scale(x, 0.37f, z));
            Check(length, start, (i, z) => z + (0.37 * x[i]), z => VectorKernel.AddScaledTo(x, 0.37f, z));
            Check(length, start, (i, z) => z + 0.37, z => VectorKernel.AddConstantTo(0.37f, z));
            Check(length, start, (i, z) => (0.63 * z) + (0.37 * x[i]), z => VectorKernel.MoveTowards(x, 0.37f, z));
            Check(length, start, (i, z) => (0.3 * x[i]) - (0.2 * y[i]) + (0.7 * z), z => VectorKernel.Combine(0.3f, x, -0.2f, y, 0.7f, z, z));
            Check(length, start, (i, z) => 0.37, z => VectorKernel.Fill(z, 0.37f));
        }
    }

    [Fact]
    public void Sums_are_those_of_double_precision()
    {
        foreach (var length in Lengths)
        {
            var x = Random(length, 1);
            Assert.Equal(x.Sum(value => (double)value), VectorKernel.Sum(x), 1e-4);
            Assert.Equal(x.Sum(value => (double)value * value), VectorKernel.SumOfSquares(x), 1e-9 * (1 + length));
        }
    }

    [Fact]
    public void A_sum_of_squares_has_the_same_bits_on_any_team()
    {
        var x = Random(100_003, 1);
        AssertSameBitsOnAnyTeam(() => [(float)VectorKernel.SumOfSquares(x), VectorKernel.Sum(x)]);
    }

    [Fact]
    public void A_destination_longer_than_its_inputs_is_refused() =>
        Assert.Throws<ArgumentException>(() => VectorKernel.Add(new float[4], new float[5], new float[5]));

    private static void Check(int length, float[] start, Func<int, float, double> expected, KernelOnSpan kernel)
    {
        // One more than the kernel may touch.
        var actual = new float[length + 1];
        start.CopyTo(actual, 0);
        actual[length] = 77;
        kernel(actual.AsSpan(0, length));
        Assert.Equal(77, actual[length]);
        AssertClose([.. start.Select((z, i) => (float)expected(i, z))], actual.AsSpan(0, length), 2e-7, $"length {length}");
    }

    private delegate void KernelOnSpan(Span<float> destination);
}
