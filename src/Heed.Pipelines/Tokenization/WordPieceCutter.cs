using System.Collections.Concurrent;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Heed.Pipelines.Tokenization;

/// <summary>One piece of a word: its id and its place in the normalised word.</summary>
internal readonly record struct Piece(int Id, int Start, int Length);

/// <summary>
/// Cuts normalised words into pieces with Microsoft.ML.Tokenizers' WordPiece, and remembers the words it has seen: most words
/// of a text are common ones.
/// </summary>
internal sealed class WordPieceCutter
{
    private const int RememberedWords = 1 << 16;

    private readonly WordPieceTokenizer tokenizer;
    private readonly int unknownId;
    private readonly int maxWordLength;
    private readonly ConcurrentDictionary<string, Piece[]> seen = new(StringComparer.Ordinal);
    private int remembered;

    public WordPieceCutter(WordPieceVocabulary vocabulary, int maxWordLength)
    {
        this.maxWordLength = maxWordLength;
        unknownId = vocabulary.IdOf(WordPieceVocabulary.Unknown);
        using var lines = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', vocabulary.Tokens)));
        tokenizer = WordPieceTokenizer.Create(lines, new WordPieceOptions
        {
            UnknownToken = WordPieceVocabulary.Unknown,
            ContinuingSubwordPrefix = WordPieceVocabulary.Continuation,

            // It counts UTF-16 characters where BERT counts code points, so length is judged here.
            MaxInputCharsPerWord = 2 * maxWordLength,
        });
    }

    public ReadOnlySpan<Piece> Cut(ReadOnlySpan<char> word)
    {
        if (word.Length > maxWordLength && CodePoints(word) > maxWordLength)
        {
            return new[] { new Piece(unknownId, 0, word.Length) };
        }

        var lookup = seen.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(word, out var pieces))
        {
            return pieces;
        }

        var tokens = tokenizer.EncodeToTokens(word, out _, considerPreTokenization: false, considerNormalization: false);
        pieces = new Piece[tokens.Count];
        for (var index = 0; index < pieces.Length; index++)
        {
            var (start, length) = tokens[index].Offset.GetOffsetAndLength(word.Length);
            pieces[index] = new Piece(tokens[index].Id, start, length);
        }

        if (remembered < RememberedWords && seen.TryAdd(word.ToString(), pieces))
        {
            Interlocked.Increment(ref remembered);
        }

        return pieces;
    }

    private static int CodePoints(ReadOnlySpan<char> word)
    {
        var count = 0;
        foreach (var character in word)
        {
            count += char.IsLowSurrogate(character) ? 0 : 1;
        }

        return count;
    }
}
