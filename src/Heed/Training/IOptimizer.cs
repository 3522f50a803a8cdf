using Heed.Autograd;

namespace Heed.Training;

/// <summary>Moves parameters against their gradients.</summary>
public interface IOptimizer
{
    /// <summary>What is learned, in the order given.</summary>
    IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>Steps done.</summary>
    long Steps { get; }

    /// <summary>What has to be saved to go on later. Loading writes into the tensors' data.</summary>
    IEnumerable<(string Name, Tensor Tensor)> State { get; }

    /// <summary>Moves every parameter that has a gradient; the others stay, decay included.</summary>
    /// <param name="learningRate">The rate of this step, such as a <see cref="Schedule"/> gives.</param>
    /// <param name="gradientScale">
    /// What gradients are multiplied with first, such as <see cref="GradientClipping.Coefficient(IEnumerable{Tensor}, double)"/>.
    /// </param>
    void Step(double learningRate, double gradientScale = 1);
}
