using Heed.Autograd;
using Heed.Layers;

namespace Heed.Tests.Layers;

/// <summary>
/// Where the parameters of torch.nn's layers are in Heed's: nn stacks the projections of queries, keys and values into one
/// in_proj, row under row.
/// </summary>
/// <param name="golden">The case that holds weights (param.*) and their gradients (grad.*).</param>
internal sealed class TorchWeights(OperatorCase golden)
{
    private static readonly string[] Projections = ["q_proj", "k_proj", "v_proj"];

    private readonly List<(string Name, int Part, Tensor Tensor)> pairs = [];

    /// <summary>Fills all parameters, and demands that the case has no others.</summary>
    public void Fill(ParameterSet parameters)
    {
        foreach (var (name, tensor) in parameters.All)
        {
            var (torch, part) = Place(name);
            golden.Read($"param.{torch}").AsSpan(part * tensor.Length, tensor.Length).CopyTo(tensor.Data);
            pairs.Add((torch, part, tensor));
        }

        var unused = golden.Inputs.Where(input => input.StartsWith("param.", StringComparison.Ordinal)).Except(pairs.Select(pair => $"param.{pair.Name}"));
        Assert.Empty(unused);
    }

    public void CheckGradients()
    {
        foreach (var (name, part, tensor) in pairs)
        {
            var expected = golden.Read($"grad.{name}").AsSpan(part * tensor.Length, tensor.Length);
            OperatorCase.Check($"grad.{name}", expected, tensor.Gradient, golden.Tolerance($"grad.{name}"));
        }
    }

    private (string Name, int Part) Place(string name)
    {
        var projection = Array.FindIndex(Projections, part => name.Contains(part, StringComparison.Ordinal));
        if (projection < 0)
        {
            return (name, 0);
        }

        // Projections of different widths have weights of their own, and still one bias.
        var own = name.Replace($"{Projections[projection]}.weight", $"{Projections[projection]}_weight", StringComparison.Ordinal);
        return golden.HasInput($"param.{own}")
            ? (own, 0)
            : (name.Replace($"{Projections[projection]}.", "in_proj_", StringComparison.Ordinal), projection);
    }
}
