using Heed.Autograd;

namespace Heed.Tests.Operations;

public class SoftmaxGoldenTests
{
    /// <summary>Where PyTorch has NaN, for a row that is -inf throughout, Heed has zeros.</summary>
    [Fact]
    public void Softmax_agrees_in_values_and_gradients_over_any_axis() => Goldens.Each("softmax", golden => Check(golden, Op.Softmax));

    [Fact]
    public void Log_softmax_agrees_in_values_and_gradients_over_any_axis() => Goldens.Each("log_softmax", golden => Check(golden, Op.LogSoftmax));

    [Fact]
    public void Scores_near_a_thousand_make_weights()
    {
        float[] scores = [1000, 1001, 999];
        var weights = Op.Softmax(Tensor.From(scores, 3)).Data;
        Assert.Equal(1, weights[0] + weights[1] + weights[2], 1e-6);
        Assert.Equal(Math.E, weights[1] / weights[0], 1e-5);
    }

    private static void Check(OperatorCase golden, Func<Tensor, int, Tensor> function)
    {
        var x = golden.Tensor("x");
        using var tape = new Tape();

        var y = function(x, (int)golden.Parameter("dim"));

        golden.CheckZerosForNaN("out", y.Data);
        tape.Backward((y, golden.Read("dout")));
        golden.CheckZerosForNaN("d_x", x.Gradient);
    }
}
