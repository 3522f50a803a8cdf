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

/// <summary>A transformer that guesses hidden tokens.</summary>
public interface IMaskedLanguageModel
{
    ParameterSet Parameters { get; }

    /// <summary>Logits over the vocabulary at the chosen rows of the packed batch.</summary>
    /// <param name="batch">What to read.</param>
    /// <param name="rows">Which tokens to guess.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <returns>[rows, vocabSize].</returns>
    Tensor Guess(TokenBatch batch, int[] rows, AttentionRecorder? recorder = null);
}
