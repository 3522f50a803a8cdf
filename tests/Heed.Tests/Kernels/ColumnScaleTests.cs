using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class ColumnScaleTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 7)]
    [InlineData(17, 13)]
    [InlineData(1031, 37)]
    public void Columns_and_their_gradients_agree_with_the_definition(int rows, int dim)
    {
        var (x, factors, dy) = (Random(rows * dim, 1), Random(dim, 2), Random(rows * dim, 3));
        var (y, expected) = (new float[x.Length], new float[x.Length]);
        ColumnScaleKernel.Forward(x, factors, y, rows, dim);
        ColumnScaleReference.Forward(x, factors, expected);
        Assert.Equal(expected, y);

        var (dx, dFactors, old) = (Random(x.Length, 4), Random(dim, 5), Random(x.Length, 4));
        double[] expectedDx = [.. dx], expectedDFactors = [.. dFactors];
        ColumnScaleReference.Backward(x, factors, dy, expectedDx, expectedDFactors);
        ColumnScaleKernel.Backward(x, factors, dy, dx, dFactors, rows, dim);
        AssertClose([.. expectedDx.Select(value => (float)value)], dx, 1e-6, "dx");
        AssertClose([.. expectedDFactors.Select(value => (float)value)], dFactors, 1e-5, "dfactors");

        ColumnScaleKernel.Backward(x, factors, dy, dx, default, rows, dim, accumulate: false);
        AssertClose([.. expectedDx.Zip(old, (sum, before) => (float)(sum - before))], dx, 1e-6, "dx alone");
    }

    [Fact]
    public void The_factors_gradient_alone_is_the_same() => AssertClose(Gradient(withInput: true), Gradient(withInput: false), 0);

    [Fact]
    public void The_result_does_not_depend_on_the_number_of_threads() => AssertSameBitsOnAnyTeam(() => Gradient(withInput: true));

    private static float[] Gradient(bool withInput)
    {
        var (rows, dim) = (1031, 37);
        var dFactors = new float[dim];
        ColumnScaleKernel.Backward(
            Random(rows * dim, 1), Random(dim, 2), Random(rows * dim, 3), withInput ? new float[rows * dim] : default, dFactors, rows, dim);
        return dFactors;
    }
}
