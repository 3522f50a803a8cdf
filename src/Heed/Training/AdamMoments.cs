using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Training;

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> share: the running means of gradients and of their squares, and the step.</summary>
internal sealed class AdamMoments
{
    private readonly List<Slot> slots = [];
    private readonly Tensor steps = Tensor.Zeros();
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;
    private readonly bool decaysInGradient;

    public AdamMoments(
        IEnumerable<KeyValuePair<string, Tensor>> parameters, Func<string, Tensor, bool> decays, double beta1, double beta2, double epsilon,
        double weightDecay, bool keepsMaxima, bool decaysInGradient)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(beta1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(beta1, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(beta2);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(beta2, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        (this.beta1, this.beta2, this.epsilon, this.decaysInGradient) = (beta1, beta2, epsilon, decaysInGradient);
        foreach (var (name, parameter) in parameters)
        {
            slots.Add(new Slot(
                name,
                parameter,
                Tensor.Zeros(parameter.Shape),
                Tensor.Zeros(parameter.Shape),
                keepsMaxima ? Tensor.Zeros(parameter.Shape) : null,
                decays(name, parameter) ? weightDecay : 0));
        }

        Parameters = [.. slots.Select(slot => slot.Parameter)];
    }

    public IReadOnlyList<Tensor> Parameters { get; }

    public long Steps => (long)steps.Data[0];

    public IEnumerable<(string Name, Tensor Tensor)> State =>
    [
        ("steps", steps),
        .. slots.Select(slot => ($"mean.{slot.Name}", slot.Mean)),
        .. slots.Select(slot => ($"squares.{slot.Name}", slot.Squares)),
        .. slots.Where(slot => slot.Maxima is not null).Select(slot => ($"maxima.{slot.Name}", slot.Maxima!)),
    ];

    public void Step(double learningRate, double gradientScale)
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
                    decaysInGradient ? 0 : slot.WeightDecay,
                    correction1,
                    correction2,
                    gradientScale,
                    decaysInGradient ? slot.WeightDecay : 0,
                    slot.Maxima is null ? default : slot.Maxima.Data);
            }
        }
    }

    private sealed record Slot(string Name, Tensor Parameter, Tensor Mean, Tensor Squares, Tensor? Maxima, double WeightDecay);
}
