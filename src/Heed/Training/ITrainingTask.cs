using Heed.Autograd;
using Heed.Layers;

namespace Heed.Training;

/// <summary>What is learnt: a model, its examples and its loss. The loop around it does not know whether they are texts or images.</summary>
public interface ITrainingTask
{
    /// <summary>What the optimizer changes.</summary>
    ParameterSet Parameters { get; }

    /// <summary>Number of training examples.</summary>
    int NumExamples { get; }

    /// <summary>The loss of a batch, computed under the open tape.</summary>
    /// <param name="examples">Which examples.</param>
    /// <param name="step">Number of the step, from 0: with the plan's seed it decides everything random.</param>
    BatchLoss Loss(ReadOnlySpan<int> examples, long step);

    /// <summary>Measures the model as it stands on examples that are not trained on; null if there are none.</summary>
    ValidationScore? Validate(CancellationToken cancellation);
}

/// <summary>The loss of one batch.</summary>
/// <param name="Mean">Mean loss, a scalar that gradients flow from.</param>
/// <param name="Correct">How many predictions of the batch were right.</param>
/// <param name="Predictions">How many there were.</param>
/// <param name="Tokens">How many tokens (or images) the batch had, for the rate.</param>
public readonly record struct BatchLoss(Tensor Mean, int Correct, int Predictions, int Tokens);

/// <summary>A model's scores on examples that are not trained on.</summary>
/// <param name="Loss">Mean cross-entropy, in nats.</param>
/// <param name="Accuracy">Share of right predictions.</param>
public readonly record struct ValidationScore(double Loss, double Accuracy)
{
    /// <summary>
    /// What decides between two states, the lower the better: the loss, unless the task knows a better measure. Accuracy on some
    /// hundred examples is too coarse for it.
    /// </summary>
    public double Criterion { get; init; } = Loss;

    /// <param name="lowest">The lowest criterion so far.</param>
    /// <param name="tolerance">How much above it still counts as good.</param>
    internal bool IsAsGoodAs(double? lowest, double tolerance) => lowest is not { } l || Criterion < l + tolerance;
}
