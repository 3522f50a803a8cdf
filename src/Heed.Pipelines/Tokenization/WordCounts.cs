using System.Runtime.InteropServices;

namespace Heed.Pipelines.Tokenization;

/// <summary>How often each word occurs: all that learning a vocabulary needs to know of its texts.</summary>
internal static class WordCounts
{
    public static Dictionary<string, long> Of(IEnumerable<string> texts, BertNormalization normalization)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var text in texts)
        {
            var words = new WordSplitter(text, normalization);
            while (words.MoveNext())
            {
                // Longer words are [UNK] however good the vocabulary is; no code point takes more than two characters.
                if (words.Word.Length <= 2 * WordPieceVocabulary.MaxWordLength)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(lookup, words.Word, out _)++;
                }
            }
        }

        return counts;
    }
}
