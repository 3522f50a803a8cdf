using Heed.Autograd;
using Heed.Training;

namespace Heed.Tests.Training;

public sealed class GradientClippingTests
{
    [Fact]
    public void A_long_gradient_is_scaled_down_to_the_limit()
    {
        var parameters = Parameters([3], [0, 4]);
        Assert.Equal(1 / (5 + 1e-6), GradientClipping.Coefficient(parameters, 1), 1e-7);
        Assert.Equal(5, GradientClipping.ByNorm(parameters, 1), 1e-6);

        Assert.Equal(0.6, parameters[0].Gradient[0], 1e-6);
        Assert.Equal(0.8, parameters[1].Gradient[1], 1e-6);
    }

    [Fact]
    public void A_short_gradient_stays()
    {
        var parameters = Parameters([3], [0, 4]);
        Assert.Equal(1, GradientClipping.Coefficient(parameters, 6));
        GradientClipping.ByNorm(parameters, 6);

        Assert.Equal(3, parameters[0].Gradient[0]);
        Assert.Equal(4, parameters[1].Gradient[1]);
    }

    [Fact]
    public void A_parameter_without_a_gradient_counts_as_nothing()
    {
        Tensor[] parameters = [.. Parameters([3], [4]), Tensor.Parameter(7)];
        Assert.Equal(5, GradientClipping.ByNorm(parameters, 1), 1e-6);
        Assert.False(parameters[2].HasGradient);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_gradient_that_is_not_finite_has_no_coefficient(float broken) =>
        Assert.True(float.IsNaN(GradientClipping.Coefficient(Parameters([1], [broken]), 1)));

    [Fact]
    public void Every_recorded_gradient_is_clipped_as_torch_clips_it() => Goldens.Each("clip_grad_norm", golden =>
    {
        Tensor[] parameters = Parameters([.. golden.Inputs.Select(golden.Read)]);
        golden.Check("total_norm", [(float)GradientClipping.ByNorm(parameters, golden.Parameter("max_norm"))]);
        for (var i = 0; i < parameters.Length; i++)
        {
            golden.Check($"clipped{i}", parameters[i].Gradient);
        }
    });

    private static Tensor[] Parameters(params float[][] gradients) => [.. gradients.Select(gradient =>
    {
        var parameter = Tensor.Parameter(gradient.Length);
        gradient.CopyTo(parameter.GradientToAddTo());
        return parameter;
    })];
}
