using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>A transformer that gives each sequence a score a class.</summary>
public interface ISequenceClassifierModel
{
    ParameterSet Parameters { get; }

    /// <summary>The longest sequence it can read, in tokens.</summary>
    int MaxPositions { get; }

    /// <summary>Logits of each sequence.</summary>
    /// <param name="batch">What to read.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <returns>[count, numClasses].</returns>
    Tensor Classify(TokenBatch batch, AttentionRecorder? recorder = null);
}
