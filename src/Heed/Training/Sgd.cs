using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Training;

/// <summary>
/// Stochastic gradient descent. A step of a parameter p with gradient g: g = g + decay p; u = momentum u + g; p = p - rate u, or with
/// Nesterov's look ahead p = p - rate (g + momentum u).
/// </summary>
/// <remarks>
/// Polyak 1964, Some methods of speeding up the convergence of iteration methods; Sutskever et al. 2013, On the importance of
/// initialization and momentum in deep learning; numbers of torch.optim.SGD.
/// </remarks>
public sealed class Sgd : IOptimizer
{
    private readonly List<Slot> slots = [];
    private readonly Tensor steps = Tensor.Zeros();
    private readonly double momentum;
    private readonly bool looksAhead;

    /// <param name="parameters">What is learned, by name.</param>
    /// <param name="momentum">Share of the old direction u that a step keeps, in [0, 1).</param>
    /// <param name="looksAhead">Nesterov's variant; it needs momentum.</param>
    /// <param name="weightDecay">Share of each weight added to its gradient.</param>
    /// <param name="decays">Which parameters decay; null for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">There is nothing to look ahead along.</exception>
    public Sgd(
        IEnumerable<KeyValuePair<string, Tensor>> parameters,
        double momentum = 0,
        bool looksAhead = false,
        double weightDecay = 0,
        Func<string, Tensor, bool>? decays = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(momentum, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        if (looksAhead && momentum == 0)
        {
            throw new ArgumentException("Sgd looks ahead along its momentum, which is 0.", nameof(looksAhead));
        }

        (this.momentum, this.looksAhead) = (momentum, looksAhead);
        foreach (var (name, parameter) in parameters)
        {
            slots.Add(new Slot(
                name, parameter, momentum == 0 ? null : Tensor.Zeros(parameter.Shape), decays?.Invoke(name, parameter) == false ? 0 : weightDecay));
        }

        Parameters = [.. slots.Select(slot => slot.Parameter)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Parameters { get; }

    /// <inheritdoc/>
    public long Steps => (long)steps.Data[0];

    /// <inheritdoc/>
    public IEnumerable<(string Name, Tensor Tensor)> State =>
        [("steps", steps), .. slots.Where(slot => slot.Direction is not null).Select(slot => ($"direction.{slot.Name}", slot.Direction!))];

    /// <inheritdoc/>
    public void Step(double learningRate, double gradientScale = 1)
    {
        steps.Data[0]++;
        foreach (var slot in slots.Where(slot => slot.Parameter.HasGradient))
        {
            var p = slot.Parameter;
            var (kept, moved) = ((float)(1 - (learningRate * slot.WeightDecay)), (float)(-learningRate * gradientScale));
            if (slot.Direction is not { } u)
            {
                VectorKernel.Scale(p.Data, kept, p.Data);
                VectorKernel.AddScaledTo(p.Gradient, moved, p.Data);
                continue;
            }

            VectorKernel.Combine((float)momentum, u.Data, (float)gradientScale, p.Gradient, (float)slot.WeightDecay, p.Data, u.Data);
            if (looksAhead)
            {
                VectorKernel.Combine(kept, p.Data, moved, p.Gradient, (float)(-learningRate * momentum), u.Data, p.Data);
            }
            else
            {
                VectorKernel.AddScaledTo(u.Data, (float)-learningRate, p.Data);
            }
        }
    }

    private sealed record Slot(string Name, Tensor Parameter, Tensor? Direction, double WeightDecay);
}
