using Heed.Layers;

namespace Heed.Models;

/// <summary>What any model that guesses the next token can do.</summary>
public static class CausalLanguageModels
{
    /// <summary>The model that a config.json describes.</summary>
    /// <param name="file">Of GPT-2, Llama or Qwen2.</param>
    /// <param name="parameters">Where its parameters are; new ones if null.</param>
    /// <exception cref="InvalidInputException">It is of another family, or a number in it is missing, impossible or not supported.</exception>
    public static ICausalLanguageModel Create(ModelConfigFile file, ParameterSet? parameters = null) => file.ModelType switch
    {
        "gpt2" => new Gpt2ForCausalLanguageModeling(Gpt2Config.Read(file), parameters),
        "llama" or "qwen2" => new LlamaForCausalLanguageModeling(LlamaConfig.Read(file), parameters),
        _ => throw new InvalidInputException($"{file.Path}: \"model_type\" is \"{file.ModelType}\"; expected \"gpt2\", \"llama\" or \"qwen2\"."),
    };

    /// <summary>The model of a folder, with its weights.</summary>
    /// <exception cref="InvalidInputException">The folder holds no such model, or a file in it is broken.</exception>
    public static ICausalLanguageModel Load(string directory)
    {
        var file = ModelConfigFile.Open(directory);
        return Checkpoint.Load(directory, parameters => Create(file, parameters));
    }

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
