using Heed.Autograd;
using Heed.Training;

namespace Heed.Tests.Training;

public sealed class OptimizerTests
{
    private static readonly Dictionary<string, Func<KeyValuePair<string, Tensor>, IOptimizer>> Optimizers = new()
    {
        ["AdamW with maxima"] = parameter => new AdamW([parameter], (_, _) => true, keepsMaxima: true),
        ["Adam"] = parameter => new Adam([parameter], weightDecay: 0.1),
        ["Muon of a vector"] = parameter => new Muon([parameter], (_, _) => true),
        ["Sgd"] = parameter => new Sgd([parameter]),
        ["Sgd with momentum"] = parameter => new Sgd([parameter], 0.9, looksAhead: true, weightDecay: 0.1),
    };

    public static TheoryData<string> Names => [.. Optimizers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_bottom_of_a_bowl_is_found(string name)
    {
        var parameter = Tensor.Parameter(2);
        parameter.Data[0] = 3;
        parameter.Data[1] = -2;
        var optimizer = Optimizers[name](KeyValuePair.Create("w", parameter));
        for (var t = 0; t < 300; t++)
        {
            SetGradient(parameter, [2 * parameter.Data[0], 8 * parameter.Data[1]]);
            optimizer.Step(0.05);
        }

        Assert.Equal(300, optimizer.Steps);
        Assert.Equal(0, parameter.Data[0], 0.05);
        Assert.Equal(0, parameter.Data[1], 0.05);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_optimizer_whose_state_was_copied_goes_on_to_the_bit(string name)
    {
        var (straight, stopped) = (Tensor.Parameter(3), Tensor.Parameter(3));
        var (first, second) = (Optimizers[name](KeyValuePair.Create("w", straight)), Optimizers[name](KeyValuePair.Create("w", stopped)));
        for (var t = 0; t < 6; t++)
        {
            if (t == 3)
            {
                var fresh = Optimizers[name](KeyValuePair.Create("w", stopped));
                foreach (var ((_, from), (_, to)) in second.State.Zip(fresh.State))
                {
                    from.Data.CopyTo(to.Data);
                }

                second = fresh;
            }

            float[] gradient = [MathF.Sin(t), MathF.Cos(t), 0.1f * t];
            SetGradient(straight, gradient);
            SetGradient(stopped, gradient);
            first.Step(0.01);
            second.Step(0.01);
        }

        Assert.Equal(straight.Data.ToArray(), stopped.Data.ToArray());
    }

    [Fact]
    public void There_is_nothing_to_look_ahead_along_without_momentum() =>
        Assert.Throws<ArgumentException>(() => new Sgd([], looksAhead: true));

    private static void SetGradient(Tensor parameter, ReadOnlySpan<float> gradient)
    {
        parameter.ClearGradient();
        gradient.CopyTo(parameter.GradientToAddTo());
    }
}
