using Heed.Autograd;
using Heed.Layers;

namespace Heed.Tests.Operations;

public class ActivationGoldenTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new()
    {
        ["gelu_erf"] = Op.Gelu,
        ["gelu_tanh"] = Op.GeluTanh,
        ["gelu_new_hf"] = x => Op.Activate(x, Activations.Parse("gelu_new", "config.json")),
        ["relu"] = Op.Relu,
        ["silu"] = Op.Silu,
        ["sigmoid"] = Op.Sigmoid,
        ["tanh"] = Op.Tanh,
        ["quick_gelu"] = Op.QuickGelu,
        ["softplus"] = Op.Softplus,
        ["mish"] = Op.Mish,
        ["elu"] = Op.Elu,
        ["leaky_relu"] = Op.LeakyRelu,
    };

    [Fact]
    public void Activations_agree_in_values_and_gradients() => Goldens.Each("activation", golden =>
    {
        var x = golden.Tensor("x");
        using var tape = new Tape();

        var y = Functions[NameOf(golden)](x);

        golden.Check("out", y.Data);
        tape.Backward((y, golden.Read("dout")));
        golden.Check("d_x", x.Gradient);
    });

    private static string NameOf(OperatorCase golden) => golden.Parameters.GetProperty("name").GetString()!;
}
