namespace Heed.Models;

/// <summary>What any model that guesses the next token can do.</summary>
public static class CausalLanguageModels
{
    /// <summary>Continues prompts of any lengths; <see cref="TokenGeneration"/> does it a step at a time.</summary>
    /// <param name="model">What continues them.</param>
    /// <param name="prompts">At least one token each.</param>
    /// <param name="options">How many tokens, and how they are chosen.</param>
    /// <param name="cancellation">Looked at before each token.</param>
    /// <returns>Each prompt and what follows it, the token that ended it included.</returns>
    /// <exception cref="ArgumentException">A prompt is empty or longer than the model's positions, or an option is out of range.</exception>
    public static int[][] Generate(
        this ICausalLanguageModel model, IReadOnlyList<int[]> prompts, GenerationOptions options, CancellationToken cancellation = default)
    {
        var generation = new TokenGeneration(model, prompts, options);
        while (generation.Step(cancellation))
        {
        }

        return [.. generation.Sequences.Select(sequence => sequence.ToArray())];
    }
}
