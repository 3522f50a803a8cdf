using Heed.Autograd;
using Heed.Training;

namespace Heed.Tests.Training;

/// <summary>Trajectories of torch.optim: recorded gradients in, and after every step the recorded weights out.</summary>
public sealed class OptimizerGoldenTests
{
    [Fact]
    public void AdamW_ends_every_step_where_torch_ends() => Goldens.Each("adamw", golden => Follow(golden, parameters => new AdamW(
        parameters, (_, _) => true, Beta(golden, 0), Beta(golden, 1), golden.Parameter("eps"), golden.Parameter("weight_decay"), golden.Flag("amsgrad"))));

    [Fact]
    public void Adam_with_its_decay_in_the_gradient_ends_every_step_where_torch_ends() => Goldens.Each("adam", golden => Follow(golden, parameters => new Adam(
        parameters, null, Beta(golden, 0), Beta(golden, 1), golden.Parameter("eps"), golden.Parameter("weight_decay", 0), golden.Flag("amsgrad"))));

    [Fact]
    public void Gradient_descent_with_momentum_ends_every_step_where_torch_ends() => Goldens.Each("sgd", golden => Follow(golden, parameters => new Sgd(
        parameters, golden.Parameter("momentum", 0), golden.Flag("nesterov"), golden.Parameter("weight_decay", 0))));

    private static double Beta(OperatorCase golden, int index) => golden.Parameters.GetProperty("betas")[index].GetDouble();

    private static void Follow(OperatorCase golden, Func<IEnumerable<KeyValuePair<string, Tensor>>, IOptimizer> create)
    {
        string[] numbers = [.. golden.Inputs.Where(input => input.StartsWith("init", StringComparison.Ordinal)).Select(input => input["init".Length..])];
        Tensor[] tensors = [.. numbers.Select(i => golden.Tensor($"init{i}"))];
        float[][] gradients = [.. numbers.Select(i => golden.Read($"grads{i}"))];
        var (trajectories, rates, norms) = (numbers.Select(_ => new List<float>()).ToArray(), new List<float>(), new List<float>());
        var optimizer = create(tensors.Select((tensor, i) => KeyValuePair.Create($"{i}", tensor)));
        for (var t = 0; t < (int)golden.Parameter("steps"); t++)
        {
            for (var i = 0; i < tensors.Length; i++)
            {
                tensors[i].ClearGradient();
                gradients[i].AsSpan(t * tensors[i].Length, tensors[i].Length).CopyTo(tensors[i].GradientToAddTo());
            }

            var rate = golden.Parameter("lr") * (golden.Parameters.TryGetProperty("schedule", out _)
                ? Schedule.Cosine(t, (long)golden.Parameter("warmup"), (long)golden.Parameter("total"))
                : 1);
            rates.Add((float)rate);
            norms.Add((float)GradientClipping.Norm(tensors));
            optimizer.Step(rate, GradientClipping.Coefficient(tensors, golden.Parameter("clip_max_norm", double.PositiveInfinity)));
            for (var i = 0; i < tensors.Length; i++)
            {
                trajectories[i].AddRange(tensors[i].Data);
            }
        }

        golden.Check("lr", [.. rates]);
        golden.Check("total_norm", [.. norms]);
        for (var i = 0; i < tensors.Length; i++)
        {
            golden.Check($"params{numbers[i]}", [.. trajectories[i]]);
        }
    }
}
