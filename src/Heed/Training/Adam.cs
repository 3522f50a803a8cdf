using Heed.Autograd;

namespace Heed.Training;

/// <summary>
/// Adam, its weight decay the gradient of a penalty decay p^2 / 2. Step t of a parameter p with gradient g:
/// g = g + decay p;
/// m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2;
/// p = p - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon).
/// The penalty is divided by sqrt(v) along with the gradient, so that weights of large gradients decay less:
/// <see cref="AdamW"/> decays all alike.
/// </summary>
/// <remarks>Kingma and Ba 2015, Adam: A Method for Stochastic Optimization, algorithm 1; numbers of torch.optim.Adam.</remarks>
public sealed class Adam : IOptimizer
{
    private readonly AdamMoments moments;

    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <param name="parameters">What is learned, by name.</param>
    /// <param name="decays">Which parameters decay; null for all.</param>
    /// <param name="beta1">Share of the old mean of gradients that a step keeps, in [0, 1).</param>
    /// <param name="beta2">Share of the old mean of squared gradients that a step keeps, in [0, 1).</param>
    /// <param name="epsilon">Keeps small gradients from dividing by 0; positive.</param>
    /// <param name="weightDecay">The penalty's factor.</param>
    /// <param name="keepsMaxima">Whether the largest v so far stands in v's place (Reddi et al. 2018, AMSGrad).</param>
    public Adam(
        IEnumerable<KeyValuePair<string, Tensor>> parameters,
        Func<string, Tensor, bool>? decays = null,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0,
        bool keepsMaxima = false)
    {
        moments = new AdamMoments(parameters, decays ?? ((_, _) => true), beta1, beta2, epsilon, weightDecay, keepsMaxima, decaysInGradient: true);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Parameters => moments.Parameters;

    /// <inheritdoc/>
    public long Steps => moments.Steps;

    /// <inheritdoc/>
    public IEnumerable<(string Name, Tensor Tensor)> State => moments.State;

    /// <inheritdoc/>
    public void Step(double learningRate, double gradientScale = 1) => moments.Step(learningRate, gradientScale);
}
