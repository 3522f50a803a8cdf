namespace Heed.Models;

/// <summary>May change the logits of a sequence's next token before it is chosen: forbid one by -inf, force one, penalise repeats.</summary>
/// <param name="sequence">Which sequence of the batch.</param>
/// <param name="tokens">Its tokens so far, the prompt included.</param>
/// <param name="logits">[vocabSize].</param>
public delegate void LogitsProcessor(int sequence, IReadOnlyList<int> tokens, Span<float> logits);

/// <summary>How a text is continued.</summary>
public sealed record GenerationOptions
{
    /// <summary>At most so many tokens are added to each prompt.</summary>
    public required int MaxNewTokens { get; init; }

    /// <summary>The token that ends a sequence; none does if null.</summary>
    public int? EndTokenId { get; init; }

    /// <summary>
    /// Logits are divided by it before a token is drawn: below 1 the likely become likelier. 0 always takes the likeliest.
    /// </summary>
    public float Temperature { get; init; }

    /// <summary>A token is drawn from the likeliest so many; from all if null (Fan et al. 2018).</summary>
    public int? TopK { get; init; }

    /// <summary>A token is drawn from the fewest that together have this probability (Holtzman et al. 2020); 1 for all.</summary>
    public float TopP { get; init; } = 1;

    /// <summary>What is drawn depends on the seed, the number of the sequence and the place of the token alone.</summary>
    public ulong Seed { get; init; }

    /// <summary>Sees the logits before the choice; null for nothing.</summary>
    public LogitsProcessor? Processor { get; init; }
}
