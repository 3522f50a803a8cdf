using Heed.Autograd;

namespace Heed.Tests.Operations;

public class LossGoldenTests
{
    [Fact]
    public void Squared_error_agrees_in_value_and_gradients() => Goldens.Each("mse_loss", golden =>
    {
        var (x, y) = (golden.Tensor("x"), golden.Tensor("y"));
        Check(golden, () => Op.SquaredError(x, y, ReductionOf(golden)), ("d_x", x), ("d_y", y));
    });

    [Fact]
    public void Binary_cross_entropy_agrees_in_value_and_gradient() => Goldens.Each("bce_with_logits", golden =>
    {
        var logits = golden.Tensor("logits");
        Check(golden, () => Op.BinaryCrossEntropy(logits, golden.Read("target"), ReductionOf(golden)), ("d_logits", logits));
    });

    [Fact]
    public void The_divergence_of_rows_agrees_in_value_and_gradient() => Goldens.Each("kl_div", golden =>
    {
        // The case's target: the softmax of rows of evenly spaced numbers from -1 to 1.
        var logits = golden.Tensor("logits");
        float[] even = [.. Enumerable.Range(0, logits.Length).Select(i => (float)((2.0 * i / (logits.Length - 1)) - 1))];
        var target = Op.Softmax(Tensor.From(even, logits.Shape)).Data.ToArray();
        Check(golden, () => Op.KullbackLeibler(Op.LogSoftmax(logits), target), ("d_logits", logits));
    });

    [Fact]
    public void Logits_far_out_lose_what_they_are_off_by()
    {
        var logits = Tensor.From([200, -200, 200, -200], 4);
        Assert.Equal([0, 0, 200, 200], Op.BinaryCrossEntropy(logits, [1, 0, 0, 1], Reduction.None).Data.ToArray());
    }

    [Fact]
    public void A_class_that_nobody_asks_for_may_be_impossible()
    {
        var rows = Tensor.From([float.NegativeInfinity, 0, 0, float.NegativeInfinity], 2, 2);
        Assert.Equal([0, 0], Op.KullbackLeibler(rows, [0, 1, 1, 0], Reduction.None).Data.ToArray());
    }

    private static void Check(OperatorCase golden, Func<Tensor> function, params (string Name, Tensor Input)[] gradients)
    {
        using var tape = new Tape();

        var loss = function();

        golden.Check("out", loss.Data);
        tape.Backward((loss, golden.Read("dout")));
        foreach (var (name, input) in gradients)
        {
            golden.Check(name, input.Gradient);
        }
    }

    private static Reduction ReductionOf(OperatorCase golden) =>
        Enum.Parse<Reduction>(golden.Parameters.GetProperty("reduction").GetString()!, ignoreCase: true);
}
