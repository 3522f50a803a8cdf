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

    /// <summary>An empty cache for <paramref name="count"/> sequences.</summary>
    /// <param name="count">Number of sequences.</param>
    /// <param name="capacity">Tokens of a sequence for which there is room at once; it grows up to <see cref="MaxPositions"/>.</param>
    KeyValueCache CreateCache(int count, int capacity = 0);

    /// <summary>Logits of the token that follows each of the chosen rows of the packed batch.</summary>
    /// <param name="batch">What to read.</param>
    /// <param name="rows">After which tokens; all of them if null.</param>
    /// <param name="cache">What was read before, which the batch continues and is added to; null if the sequences begin here.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <returns>[rows, vocabSize].</returns>
    Tensor Predict(TokenBatch batch, int[]? rows = null, KeyValueCache? cache = null, AttentionRecorder? recorder = null);
}
