using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

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
