using Heed.Autograd;

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
public sealed class AdamW : IOptimizer
{
    private readonly AdamMoments moments;

    /// <param name="parameters">What is learned, by name.</param>
    /// <param name="decays">Which parameters decay; usually matrices do, biases and the gains of norms do not.</param>
    /// <param name="beta1">Share of the old mean of gradients that a step keeps, in [0, 1).</param>
    /// <param name="beta2">Share of the old mean of squared gradients that a step keeps, in [0, 1).</param>
    /// <param name="epsilon">Keeps small gradients from dividing by 0; positive.</param>
    /// <param name="weightDecay">Times the rate: the share of a weight that a step takes away.</param>
    /// <param name="keepsMaxima">Whether the largest v so far stands in v's place, so that no rate ever rises (Reddi et al. 2018, AMSGrad).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public AdamW(
        IEnumerable<KeyValuePair<string, Tensor>> parameters,
        Func<string, Tensor, bool> decays,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0.01,
        bool keepsMaxima = false)
    {
        moments = new AdamMoments(parameters, decays, beta1, beta2, epsilon, weightDecay, keepsMaxima, decaysInGradient: false);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Parameters => moments.Parameters;

    /// <summary>Steps done. Kept as a float32 among the <see cref="State"/>, exact up to 16,777,216.</summary>
    public long Steps => moments.Steps;

    /// <summary>What has to be saved to go on later: the number of steps, and m and v of every parameter. Loading writes into their data.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State => moments.State;

    /// <inheritdoc/>
    public void Step(double learningRate, double gradientScale = 1) => moments.Step(learningRate, gradientScale);
}
