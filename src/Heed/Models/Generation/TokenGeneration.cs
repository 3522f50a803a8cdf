using Heed.Attention;
using Heed.Autograd;

namespace Heed.Models;

/// <summary>
/// Continues prompts of any lengths together, a token each step. A sequence that has ended takes no further part. Not thread-safe.
/// </summary>
public sealed class TokenGeneration
{
    private readonly ICausalLanguageModel model;
    private readonly GenerationOptions options;
    private readonly List<int>[] sequences;
    private readonly int[] lengthLimits;
    private readonly bool[] ended;
    private readonly KeyValueCache cache;
    private readonly TokenSampler sampler;
    private readonly TensorMemory memory = new();
    private TokenBatch? next;

    /// <param name="model">What continues them.</param>
    /// <param name="prompts">At least one token each.</param>
    /// <param name="options">How many tokens, and how they are chosen.</param>
    /// <exception cref="ArgumentException">A prompt is empty or longer than the model's positions, or an option is out of range.</exception>
    public TokenGeneration(ICausalLanguageModel model, IReadOnlyList<int[]> prompts, GenerationOptions options)
    {
        Check(options);
        (this.model, this.options) = (model, options);
        sequences = [.. prompts.Select(prompt => new List<int>(prompt))];
        lengthLimits = new int[prompts.Count];
        ended = new bool[prompts.Count];
        for (var i = 0; i < prompts.Count; i++)
        {
            if (prompts[i].Length == 0 || prompts[i].Length > model.MaxPositions)
            {
                throw new ArgumentException($"Prompt {i} has {prompts[i].Length} tokens; expected 1 to {model.MaxPositions}.", nameof(prompts));
            }

            lengthLimits[i] = (int)Math.Min(model.MaxPositions, (long)prompts[i].Length + options.MaxNewTokens);
            ended[i] = lengthLimits[i] == prompts[i].Length;
        }

        cache = model.CreateCache(prompts.Count, lengthLimits.DefaultIfEmpty().Max());
        sampler = new TokenSampler(options);
        next = ended.Contains(false) ? Batch(sequence => sequence) : null;
    }

    /// <summary>The prompts and what has been added to them, the token that ended a sequence included.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Sequences => sequences;

    /// <summary>Whether every sequence has ended: by its end token, or because no more tokens are wanted or fit the model.</summary>
    public bool IsFinished => next is null;

    /// <summary>Adds a token to every sequence that has not ended.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled before the step; the next call goes on where this one would have.</exception>
    public bool Step(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (next is not { } batch)
        {
            return false;
        }

        // The cache has the batch once it is read, so a step that fails behind that cannot be tried again: it ends the generation.
        next = null;
        using (new Tape(recordsGradients: false, memory: memory))
        {
            var logits = model.Predict(batch, batch.LastTokens, cache);
            var row = 0;
            for (var i = 0; i < sequences.Length; i++)
            {
                if (!ended[i])
                {
                    Append(i, logits.Data.Slice(row++ * logits.Columns, logits.Columns));
                }
            }
        }

        next = ended.Contains(false) ? Batch(sequence => sequence[^1..]) : null;
        return true;
    }

    private void Append(int index, Span<float> logits)
    {
        var sequence = sequences[index];
        options.Processor?.Invoke(index, sequence, logits);
        var token = sampler.Choose(logits, index, sequence.Count);
        sequence.Add(token);
        ended[index] = token == options.EndTokenId || sequence.Count == lengthLimits[index];
    }

    /// <summary>What the model reads next of each sequence: nothing of one that has ended.</summary>
    private TokenBatch Batch(Func<List<int>, List<int>> part) =>
        TokenBatch.Pack([.. sequences.Select((sequence, i) => ended[i] ? [] : part(sequence).ToArray())]);

    private static void Check(GenerationOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxNewTokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TopK ?? 1, 1, nameof(options.TopK));
        if (!(options.Temperature >= 0 && float.IsFinite(options.Temperature)) || !(options.TopP is > 0 and <= 1))
        {
            throw new ArgumentException(
                $"A temperature of {options.Temperature} and a probability of {options.TopP}; expected at least 0, and above 0 up to 1.", nameof(options));
        }
    }
}
