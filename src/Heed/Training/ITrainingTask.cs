using Heed.Autograd;
using Heed.Layers;

namespace Heed.Training;

/// <summary>What is learned: a model, its examples and its loss. The loop around it does not know whether they are texts or images.</summary>
public interface ITrainingTask
{
    /// <summary>What the optimizer changes.</summary>
    ParameterSet Parameters { get; }

    /// <summary>Number of training examples.</summary>
    int NumExamples { get; }

    /// <summary>The loss of a batch, computed under the open tape.</summary>
    /// <param name="examples">Which examples.</param>
    /// <param name="step">Which step it is: with the plan's seed its number decides everything random.</param>
    BatchLoss Loss(ReadOnlySpan<int> examples, TrainingStep step);

    /// <summary>Measures the model as it stands on examples that are not trained on; null if there are none.</summary>
    ValidationScore? Validate(CancellationToken cancellation);
}

/// <summary>The loss of one batch.</summary>
/// <param name="Mean">Mean loss, a scalar that gradients flow from.</param>
/// <param name="Correct">How many predictions of the batch were right.</param>
/// <param name="Predictions">How many there were.</param>
/// <param name="Tokens">How many tokens (or images) the batch had, for the rate.</param>
public readonly record struct BatchLoss(Tensor Mean, int Correct, int Predictions, int Tokens);
