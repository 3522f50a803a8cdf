using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Training;

/// <summary>
/// Adam with decoupled weight decay. Step t of a parameter p with gradient g:
/// p = p - rate decay p;
/// m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2;
/// p = p - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon).
/// </summary>
/// <remarks>
/// Kingma and Ba 2015, Adam: A Method for Stochastic Optimization, algorithm 1; Loshchilov and Hutter 2019, Decoupled Weight Decay
/// Regularization, algorithm 2, with the rate in the decay as torch.optim.AdamW has it.
/// </remarks>
public sealed class AdamW
{
    private readonly List<Slot> slots = [];
    private readonly Tensor steps = Tensor.Zeros();
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;

    /// <param name="parameters">What is learnt, by name.</param>
    /// <param name="decays">Which parameters decay; usually matrices do, biases and the gains of norms do not.</param>
    /// <param name="beta1">Share of the old mean of gradients that a step keeps, in [0, 1).</param>
    /// <param name="beta2">Share of the old mean of squared gradients that a step keeps, in [0, 1).</param>
    /// <param name="epsilon">Keeps small gradients from dividing by 0; positive.</param>
    /// <param name="weightDecay">Times the rate: the share of a weight that a step takes away.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public AdamW(
        IEnumerable<KeyValuePair<string, Tensor>> parameters,
        Func<string, Tensor, bool> decays,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0.01)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(beta1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(beta1, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(beta2);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(beta2, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        (this.beta1, this.beta2, this.epsilon) = (beta1, beta2, epsilon);
        foreach (var (name, parameter) in parameters)
        {
            slots.Add(new Slot(
                name, parameter, Tensor.Zeros(parameter.Shape), Tensor.Zeros(parameter.Shape), decays(name, parameter) ? weightDecay : 0));
        }

        Parameters = [.. slots.Select(slot => slot.Parameter)];
    }

    /// <summary>What is learnt, in the order given.</summary>
    public IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>Steps done. Kept as a float32 among the <see cref="State"/>, exact up to 16,777,216.</summary>
    public long Steps => (long)steps.Data[0];

    /// <summary>What has to be saved to go on later: the number of steps, and m and v of every parameter. Loading writes into their data.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State =>
    [
        ("steps", steps),
        .. slots.Select(slot => ($"mean.{slot.Name}", slot.Mean)),
        .. slots.Select(slot => ($"squares.{slot.Name}", slot.Squares)),
    ];

    /// <summary>Moves every parameter that has a gradient; the others stay, decay included.</summary>
    /// <param name="learningRate">The rate of this step.</param>
    /// <param name="gradientScale">What gradients are multiplied with first, such as <see cref="GradientClipping.Coefficient(IEnumerable{Tensor}, double)"/>.</param>
    public void Step(double learningRate, double gradientScale = 1)
    {
        var number = ++steps.Data[0];
        var (correction1, correction2) = (1 - Math.Pow(beta1, number), 1 - Math.Pow(beta2, number));
        foreach (var slot in slots)
        {
            if (slot.Parameter.HasGradient)
            {
                AdamWKernel.Step(
                    slot.Parameter.Data,
                    slot.Parameter.Gradient,
                    slot.Mean.Data,
                    slot.Squares.Data,
                    learningRate,
                    beta1,
                    beta2,
                    epsilon,
                    slot.WeightDecay,
                    correction1,
                    correction2,
                    gradientScale);
            }
        }
    }

    private sealed record Slot(string Name, Tensor Parameter, Tensor Mean, Tensor Squares, double WeightDecay);
}
