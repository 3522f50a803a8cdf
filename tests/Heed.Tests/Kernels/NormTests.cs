using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class NormTests
{
    private const float Epsilon = 1e-5f;

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(3, 5, true)]
    [InlineData(17, 31, true)]
    [InlineData(1031, 13, false)]
    [InlineData(37, 257, true)]
    public void Layer_norm_agrees_with_its_definition(int rows, int dim, bool hasBeta)
    {
        var (x, dy) = (Random(rows * dim, 1, 3), Random(rows * dim, 2));
        var (gamma, beta) = (Random(dim, 3), hasBeta ? Random(dim, 4) : []);
        var (y, mean, inverseStd) = (new float[x.Length], new float[rows], new float[rows]);
        var (dx, dGamma, dBeta) = (Random(x.Length, 5), Random(dim, 6), hasBeta ? Random(dim, 7) : []);
        var (expected, dxExpected, dGammaExpected, dBetaExpected) = (new float[x.Length], (float[])dx.Clone(), (float[])dGamma.Clone(),
            (float[])dBeta.Clone());
        LayerNormKernel.Forward(x, gamma, beta, Epsilon, y, mean, inverseStd, rows, dim);
        LayerNormKernel.Backward(x, gamma, mean, inverseStd, dy, dx, dGamma, dBeta, rows, dim);
        NormReference.Forward(x, gamma, beta, Epsilon, centered: true, expected);
        NormReference.Backward(x, gamma, Epsilon, centered: true, dy, dxExpected, dGammaExpected, dBetaExpected);
        AssertClose(expected, y, 2e-6, "y");
        AssertClose(dxExpected, dx, 3e-6, "dx");
        AssertClose(dGammaExpected, dGamma, 2e-5, "dgamma");
        AssertClose(dBetaExpected, dBeta, 2e-5, "dbeta");
        var (dAlone, dAloneExpected) = (Random(x.Length, 8), new float[x.Length]);
        LayerNormKernel.Backward(x, gamma, mean, inverseStd, dy, dAlone, [], [], rows, dim, accumulate: false);
        NormReference.Backward(x, gamma, Epsilon, centered: true, dy, dAloneExpected, new float[dim], []);
        AssertClose(dAloneExpected, dAlone, 3e-6, "dx, overwritten");
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(1031, 13)]
    [InlineData(37, 257)]
    public void Rms_norm_agrees_with_its_definition(int rows, int dim)
    {
        var (x, dy, gamma) = (Random(rows * dim, 1, 3), Random(rows * dim, 2), Random(dim, 3));
        var (y, inverseRms) = (new float[x.Length], new float[rows]);
        var (dx, dGamma) = (Random(x.Length, 5), Random(dim, 6));
        var (expected, dxExpected, dGammaExpected) = (new float[x.Length], (float[])dx.Clone(), (float[])dGamma.Clone());
        RmsNormKernel.Forward(x, gamma, Epsilon, y, inverseRms, rows, dim);
        RmsNormKernel.Backward(x, gamma, inverseRms, dy, dx, dGamma, rows, dim);
        NormReference.Forward(x, gamma, [], Epsilon, centered: false, expected);
        NormReference.Backward(x, gamma, Epsilon, centered: false, dy, dxExpected, dGammaExpected, []);
        AssertClose(expected, y, 2e-6, "y");
        AssertClose(dxExpected, dx, 3e-6, "dx");
        AssertClose(dGammaExpected, dGamma, 2e-5, "dgamma");
    }

    [Fact]
    public void Gradients_have_the_same_bits_on_any_team()
    {
        var (rows, dim) = (1031, 61);
        var (x, dy, gamma) = (Random(rows * dim, 1), Random(rows * dim, 2), Random(dim, 3));
        var (y, mean, inverseStd) = (new float[x.Length], new float[rows], new float[rows]);
        LayerNormKernel.Forward(x, gamma, default, Epsilon, y, mean, inverseStd, rows, dim);
        AssertSameBitsOnAnyTeam(() =>
        {
            var (dx, dGamma, dBeta) = (new float[x.Length], new float[dim], new float[dim]);
            LayerNormKernel.Backward(x, gamma, mean, inverseStd, dy, dx, dGamma, dBeta, rows, dim);
            return [.. dx, .. dGamma, .. dBeta];
        });
    }
}
