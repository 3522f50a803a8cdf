using System.Collections.Frozen;

namespace Heed.Pipelines.Tokenization;

/// <summary>
/// The pieces a text is cut into; a piece's place is its id. Pieces that continue a word start with <c>##</c>.
/// </summary>
public sealed class WordPieceVocabulary
{
    public const string Pad = "[PAD]", Unknown = "[UNK]", Class = "[CLS]", Separator = "[SEP]", Mask = "[MASK]";

    internal const string Continuation = "##";

    /// <summary>The longest word that is cut into pieces, in Unicode code points; a longer one is [UNK] as a whole.</summary>
    internal const int MaxWordLength = 100;

    /// <summary>What every learned vocabulary starts with, as ids 0 to 4.</summary>
    public static IReadOnlyList<string> SpecialTokens { get; } = [Pad, Unknown, Class, Separator, Mask];

    private readonly FrozenDictionary<string, int> ids;

    /// <param name="tokens">The pieces in the order of their ids.</param>
    /// <exception cref="ArgumentException">A piece stands twice, or a special token is missing.</exception>
    public WordPieceVocabulary(IReadOnlyList<string> tokens)
    {
        Tokens = [.. tokens];
        var places = new Dictionary<string, int>(Tokens.Count, StringComparer.Ordinal);
        for (var id = 0; id < Tokens.Count; id++)
        {
            if (!places.TryAdd(Tokens[id], id))
            {
                throw new ArgumentException($"the token '{Tokens[id]}' stands twice, as {places[Tokens[id]]} and as {id}", nameof(tokens));
            }
        }

        foreach (var special in SpecialTokens)
        {
            if (!places.ContainsKey(special))
            {
                throw new ArgumentException($"the token {special} is missing", nameof(tokens));
            }
        }

        ids = places.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>All pieces in the order of their ids.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>The id of a piece, or -1 for one that is not in the vocabulary.</summary>
    public int IdOf(string token) => ids.GetValueOrDefault(token, -1);

    /// <summary>
    /// Learns a vocabulary from texts: starting from single characters, the pair of neighbouring pieces that is seen most
    /// often becomes a new piece, until the vocabulary is full (Sennrich et al. 2016, section 3.2, over words counted once
    /// with their frequency; what Hugging Face's WordPieceTrainer does). The result depends only on how often words occur:
    /// equal frequencies are settled by the pieces' ids.
    /// </summary>
    /// <param name="texts">The texts, read once.</param>
    /// <param name="size">The most tokens the vocabulary may have, the five special tokens included; at least 16.</param>
    /// <param name="lowercase">Whether words are compared in small letters without accents, as uncased BERT does.</param>
    /// <param name="minFrequency">A pair seen less often than this is never joined.</param>
    /// <param name="alphabetLimit">At most this many characters, the commonest, are in the vocabulary; a word with another one is [UNK].</param>
    public static WordPieceVocabulary Learn(
        IEnumerable<string> texts, int size, bool lowercase = true, int minFrequency = 2, int alphabetLimit = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(minFrequency, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(alphabetLimit, 1);
        return new WordPieceLearner(WordCounts.Of(texts, BertNormalization.For(lowercase)), size, minFrequency, alphabetLimit).Learn();
    }
}
