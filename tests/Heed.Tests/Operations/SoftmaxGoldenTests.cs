using Heed.Autograd;

namespace Heed.Tests.Operations;

public class SoftmaxGoldenTests
{
    /// <summary>Where PyTorch has NaN, for a row that is -inf throughout, Heed has zeros.</summary>
    [Fact]
    public void Softmax_agrees_in_values_and_gradients() => Goldens.Each("softmax", golden =>
    {
        var shape = golden.Shape("x");
        var (last, axis) = (shape.Length - 1, ((int)golden.Parameter("dim") + shape.Length) % shape.Length);
        var x = Tensor.Parameter(Axes.SwapShape(shape, axis, last));
        Axes.Swap(golden.Read("x"), shape, axis, last).CopyTo(x.Data);
        using var tape = new Tape();

        var y = Op.Softmax(x);

        Check("out", y.Data);
        tape.Backward((y, Axes.Swap(golden.Read("dout"), shape, axis, last)));
        Check("d_x", x.Gradient);

        void Check(string output, ReadOnlySpan<float> actual)
        {
            float[] expected = [.. golden.Read(output).Select(value => float.IsNaN(value) ? 0 : value)];
            OperatorCase.Check(output, expected, Axes.Swap(actual.ToArray(), x.Shape.ToArray(), axis, last), golden.Tolerance(output));
        }
    });

    [Fact]
    public void Scores_near_a_thousand_make_weights()
    {
        float[] scores = [1000, 1001, 999];
        var weights = Op.Softmax(Tensor.From(scores, 3)).Data;
        Assert.Equal(1, weights[0] + weights[1] + weights[2], 1e-6);
        Assert.Equal(Math.E, weights[1] / weights[0], 1e-5);
    }
}
