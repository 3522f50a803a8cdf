using System.Text.RegularExpressions;
using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Training;

/// <summary>
/// Muon for hidden matrices, <see cref="AdamW"/> for all else. Step of a matrix W of r x c numbers with gradient g:
/// M = momentum M + g;  U = orthogonal(g + momentum M);
/// W = W - rate decay W - rate 0.2 sqrt(max(r, c)) U.
/// orthogonal(U S V^T) is about U V^T (<see cref="OrthogonalKernel"/>): every direction of the gradient moves the weights alike, the rare ones too.
/// </summary>
/// <remarks>
/// Jordan et al. 2024, Muon: An optimizer for hidden layers in neural networks; its look ahead is Nesterov's. The factor
/// 0.2 sqrt(max(r, c)) of Liu et al. 2025, Muon is Scalable for LLM Training, arXiv:2502.16982, section 2.2, makes a step as long as AdamW's are,
/// so that both take one learning rate and one decay. A convolution's weight [out, in, height, width] is a matrix [out, in height width].
/// </remarks>
public sealed partial class Muon : IOptimizer
{
    // The root of the mean square of AdamW's steps, over their rate.
    private const double LikeAdamW = 0.2;

    private readonly List<Slot> slots = [];
    private readonly AdamMoments others;
    private readonly double momentum;
    private readonly double otherRateFactor;
    private readonly float[] update;
    private readonly float[] work;

    /// <param name="parameters">What is learned, by name.</param>
    /// <param name="decays">Which parameters decay; usually matrices do, biases and the gains of norms do not.</param>
    /// <param name="isHiddenMatrix">Which are moved by Muon, of those that are matrices at all; null for <see cref="IsHiddenMatrix"/>.</param>
    /// <param name="momentum">Share of the old direction M that a step keeps, in [0, 1).</param>
    /// <param name="weightDecay">Times the rate: the share of a weight that a step takes away.</param>
    /// <param name="otherRateFactor">AdamW's learning rate over Muon's; positive.</param>
    /// <param name="beta1">AdamW's share of the old mean of gradients, in [0, 1).</param>
    /// <param name="beta2">AdamW's share of the old mean of squared gradients, in [0, 1).</param>
    /// <param name="epsilon">Keeps AdamW from dividing by 0; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Muon(
        IEnumerable<KeyValuePair<string, Tensor>> parameters,
        Func<string, Tensor, bool> decays,
        Func<string, Tensor, bool>? isHiddenMatrix = null,
        double momentum = 0.95,
        double weightDecay = 0.01,
        double otherRateFactor = 1,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(momentum, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(otherRateFactor);
        (this.momentum, this.otherRateFactor) = (momentum, otherRateFactor);
        var all = parameters.ToList();
        Parameters = [.. all.Select(pair => pair.Value)];
        var rest = new List<KeyValuePair<string, Tensor>>();
        foreach (var (name, parameter) in all)
        {
            if (IsMatrix(parameter) && (isHiddenMatrix ?? IsHiddenMatrix)(name, parameter))
            {
                slots.Add(new Slot(name, parameter, Tensor.Zeros(parameter.Shape), decays(name, parameter) ? weightDecay : 0));
            }
            else
            {
                rest.Add(KeyValuePair.Create(name, parameter));
            }
        }

        others = new AdamMoments(rest, decays, beta1, beta2, epsilon, weightDecay, keepsMaxima: false, decaysInGradient: false);
        update = new float[slots.Select(slot => slot.Parameter.Length).DefaultIfEmpty().Max()];
        work = new float[slots.Select(slot => OrthogonalKernel.WorkLength(slot.Rows, slot.Columns)).DefaultIfEmpty().Max()];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Parameters { get; }

    /// <inheritdoc/>
    public long Steps => others.Steps;

    /// <summary>What has to be saved to go on later: M of the matrices, and AdamW's steps and means. Loading writes into their data.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State => [.. others.State, .. slots.Select(slot => ($"momentum.{slot.Name}", slot.Momentum))];

    /// <summary>
    /// Whether a parameter is a matrix between two hidden layers, by its name: what first meets the input (embeddings, positions, tokens, patches,
    /// the first convolution of a stem) and what gives the answer (classifier, language-model head) is not.
    /// </summary>
    public static bool IsHiddenMatrix(string name, Tensor parameter) => IsMatrix(parameter) && (LaterConvolution().IsMatch(name) || !Outermost().IsMatch(name));

    /// <inheritdoc/>
    public void Step(double learningRate, double gradientScale = 1)
    {
        others.Step(learningRate * otherRateFactor, gradientScale);
        foreach (var slot in slots)
        {
            if (!slot.Parameter.HasGradient)
            {
                continue;
            }

            var gradient = slot.Parameter.Gradient;
            var mean = slot.Momentum.Data;
            var weights = slot.Parameter.Data;
            var direction = update.AsSpan(0, weights.Length);
            VectorKernel.Combine((float)momentum, mean, (float)gradientScale, gradient, mean);
            VectorKernel.Combine((float)momentum, mean, (float)gradientScale, gradient, direction);
            OrthogonalKernel.Run(direction, slot.Rows, slot.Columns, work);
            var distance = learningRate * LikeAdamW * Math.Sqrt(Math.Max(slot.Rows, slot.Columns));
            VectorKernel.Combine((float)(1 - (learningRate * slot.WeightDecay)), weights, (float)-distance, direction, weights);
        }
    }

    private static bool IsMatrix(Tensor parameter) => parameter.Rank >= 2 && parameter.Shape[0] > 1 && parameter.Length > parameter.Shape[0];

    [GeneratedRegex(@"embed|position|token|(?<!pre_)classifier|\.convolutions\.0\.|(^|\.)(wte|wpe|shared|(lm_)?head|decoder|score)\.weight$")]
    private static partial Regex Outermost();

    [GeneratedRegex(@"\.convolutions\.[1-9]")]
    private static partial Regex LaterConvolution();

    private sealed record Slot(string Name, Tensor Parameter, Tensor Momentum, double WeightDecay)
    {
        public int Rows => Parameter.Shape[0];

        public int Columns => Parameter.Length / Parameter.Shape[0];
    }
}
