using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>A transformer that guesses each token from those before it.</summary>
public interface ICausalLanguageModel
{
    ParameterSet Parameters { get; }

    /// <summary>The longest sequence it can read, in tokens.</summary>
    int MaxPositions { get; }

    /// <summary>Logits of the token that follows each of the chosen rows of the packed batch.</summary>
    /// <param name="batch">What to read.</param>
    /// <param name="rows">After which tokens; all of them if null.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <returns>[rows, vocabSize].</returns>
    Tensor Predict(TokenBatch batch, int[]? rows = null, AttentionRecorder? recorder = null);
}
