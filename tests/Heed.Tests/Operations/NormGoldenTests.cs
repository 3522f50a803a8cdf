using Heed.Autograd;

namespace Heed.Tests.Operations;

public class NormGoldenTests
{
    [Fact]
    public void LayerNorm_agrees_in_values_and_gradients() => Goldens.Each("layer_norm", golden =>
    {
        var dim = golden.Parameters.GetProperty("normalized_shape").EnumerateArray().Aggregate(1, (product, axis) => product * axis.GetInt32());
        var x = golden.Tensor("x");
        var gamma = golden.HasInput("weight") ? golden.Tensor("weight") : Ones(dim);
        var beta = golden.HasInput("bias") ? golden.Tensor("bias") : null;
        using var tape = new Tape();

        var y = Op.LayerNorm(x.Reshape(x.Length / dim, dim), gamma.Reshape(dim), beta?.Reshape(dim), (float)golden.Parameter("eps"));

        golden.Check("out", y.Data);
        tape.Backward((y, golden.Read("dout")));
        golden.Check("d_x", x.Gradient);
        if (golden.Has("d_weight"))
        {
            golden.Check("d_weight", gamma.Gradient);
        }

        if (beta is not null)
        {
            golden.Check("d_bias", beta.Gradient);
        }
    });

    [Fact]
    public void RmsNorm_agrees_in_values_and_gradients() => Goldens.Each("rms_norm", golden =>
    {
        var (x, gamma) = (golden.Tensor("x"), golden.Tensor("weight"));
        using var tape = new Tape();

        // Where PyTorch is given none, it takes the distance from one to the next float32.
        var y = Op.RmsNorm(x, gamma, (float)golden.Parameter("eps", otherwise: 1.1920929e-07));

        golden.Check("out", y.Data);
        tape.Backward((y, golden.Read("dout")));
        golden.Check("d_x", x.Gradient);
        golden.Check("d_weight", gamma.Gradient);
    });

    private static Tensor Ones(int dim) => Tensor.From([.. Enumerable.Repeat(1f, dim)], dim);
}
