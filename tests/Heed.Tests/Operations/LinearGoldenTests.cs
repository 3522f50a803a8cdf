using Heed.Autograd;

namespace Heed.Tests.Operations;

public class LinearGoldenTests
{
    [Fact]
    public void Linear_agrees_in_values_and_gradients() => Goldens.Each("linear", golden =>
    {
        var (x, weight) = (golden.Tensor("x"), golden.Tensor("weight"));
        var bias = golden.HasInput("bias") ? golden.Tensor("bias") : null;
        using var tape = new Tape();

        var y = Op.Linear(x, weight, bias);

        golden.Check("out", y.Data);
        tape.Backward((y, golden.Read("dout")));
        golden.Check("d_x", x.Gradient);
        golden.Check("d_weight", weight.Gradient);
        if (bias is not null)
        {
            golden.Check("d_bias", bias.Gradient);
        }
    });

    [Fact]
    public void Embedding_agrees_in_values_and_gradients_with_and_without_a_padding_row() => Goldens.Each("embedding", golden =>
    {
        var table = golden.Tensor("weight");
        int[] ids = [.. golden.ReadIntegers("ids").Select(id => (int)id)];
        using var tape = new Tape();

        var y = Op.Embedding(table, ids, (int)golden.Parameter("padding_idx", -1));

        golden.Check("out", y.Data);
        tape.Backward((y, golden.Read("dout")));
        golden.Check("d_weight", table.Gradient);
    });
}
