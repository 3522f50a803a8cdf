using Heed.Attention;
using Heed.Autograd;

namespace Heed.Tests.Attention.Mechanisms;

/// <summary>Holds a mechanism to a golden case: output, weights, and the gradient of every input that has one.</summary>
internal static class MechanismGolden
{
    /// <param name="golden">The case.</param>
    /// <param name="mechanism">Attends, given the inputs by name.</param>
    /// <param name="weights">The name of the weights.</param>
    /// <param name="gradientPrefix">What stands before the name of an input in that of its gradient.</param>
    public static void Check(
        OperatorCase golden, Func<Func<string, Tensor>, (Tensor Output, Tensor Weights)> mechanism, string weights = "weights", string gradientPrefix = "d_")
    {
        var inputs = golden.Inputs.Where(name => golden.Has(gradientPrefix + name)).ToDictionary(name => name, golden.Tensor);
        Assert.NotEmpty(inputs);
        using var tape = new Tape();

        var result = mechanism(name => inputs[name]);

        Assert.Equal(golden.Shape("out"), result.Output.Shape.ToArray());
        golden.Check("out", result.Output.Data);
        Assert.Equal(golden.Shape(weights), result.Weights.Shape.ToArray());
        golden.Check(weights, result.Weights.Data);
        tape.Backward((result.Output, golden.Read("dout")));
        foreach (var (name, input) in inputs)
        {
            golden.Check(gradientPrefix + name, input.Gradient);
        }
    }

    /// <summary>The input "mask": [batch, keyLen] for keys that nobody sees, or [batch, queryLen, keyLen].</summary>
    public static AttentionMask? Mask(OperatorCase golden) => !golden.HasInput("mask") ? null
        : golden.Shape("mask") is [var batch, var queryLen, var keyLen] ? AttentionMask.From(golden.ReadBooleans("mask"), batch, 1, queryLen, keyLen)
        : AttentionMask.Keys(golden.ReadBooleans("mask"));
}
