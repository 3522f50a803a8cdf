using CsCheck;
using Heed.Autograd;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Operations;

public class NormPropertyTests
{
    [Fact]
    public void Normalised_rows_have_mean_zero_and_variance_one() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[4, 150], Gen.Float[-50, 50], Gen.Float[0.1f, 20], Gen.Int[0, 1_000_000]).Sample(
            (rows, dim, mean, spread, seed) =>
            {
                float[] values = [.. Random(rows * dim, seed).Select(value => (value * spread) + mean)];
                var y = Op.LayerNorm(Tensor.From(values, rows, dim), Ones(dim), null, epsilon: 1e-12f);
                for (var row = 0; row < rows; row++)
                {
                    var normalised = y.Slice(row, row + 1).Data.ToArray();
                    var average = normalised.Average(value => (double)value);
                    Assert.Equal(0, average, 1e-4);
                    Assert.Equal(1, normalised.Average(value => (value - average) * (value - average)), 1e-3);
                }
            },
            iter: 100);

    [Fact]
    public void Shifting_and_stretching_a_row_changes_nothing() =>
        Gen.Select(Gen.Int[4, 70], Gen.Float[-3, 3], Gen.Float[0.5f, 4], Gen.Int[0, 1_000_000]).Sample(
            (dim, shift, factor, seed) =>
            {
                var values = Random(dim, seed);
                var plain = Op.LayerNorm(Tensor.From(values, 1, dim), Ones(dim), null, 1e-12f).Data;
                var moved = Op.LayerNorm(Tensor.From([.. values.Select(value => (value * factor) + shift)], 1, dim), Ones(dim), null, 1e-12f).Data;
                for (var i = 0; i < dim; i++)
                {
                    Assert.Equal(plain[i], moved[i], 1e-3);
                }
            },
            iter: 100);

    [Fact]
    public void A_row_of_one_value_becomes_beta_and_stays_finite_in_its_gradient()
    {
        var x = Tensor.Parameter(2, 5);
        x.Data.Fill(3);
        var beta = Parameter(1, 5);
        using var tape = new Tape();
        var y = Op.LayerNorm(x, Ones(5), beta, 1e-5f);
        Assert.Equal(beta.Data.ToArray(), y.Slice(0, 1).Data.ToArray());
        tape.Backward((y, Random(10, 2)));
        Assert.All(x.Gradient.ToArray(), gradient => Assert.True(float.IsFinite(gradient)));
    }

    private static Tensor Ones(int dim) => Tensor.From([.. Enumerable.Repeat(1f, dim)], dim);
}
