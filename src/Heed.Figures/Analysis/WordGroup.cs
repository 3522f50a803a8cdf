namespace Heed.Figures.Analysis;

/// <summary>The tokens [First, First + Count) that are the pieces of one word, or one special token.</summary>
internal sealed record WordGroup(string Text, int Word, int First, int Count)
{
    /// <summary>The words of a sequence in their order.</summary>
    public static IReadOnlyList<WordGroup> Of(AttentionMaps maps, SpecialTokens specials)
    {
        var groups = new List<WordGroup>();
        for (var first = 0; first < maps.SeqLen;)
        {
            var word = maps.Words[first];
            var end = first + 1;
            while (word != AttentionMaps.Special && end < maps.SeqLen && maps.Words[end] == word)
            {
                end++;
            }

            if (word != AttentionMaps.Special || specials == SpecialTokens.Keep)
            {
                groups.Add(new WordGroup(Join(maps.Tokens, first, end), word, first, end - first));
            }

            first = end;
        }

        return groups;
    }

    // WordPiece marks a continuation with "##"; byte-pair and unigram vocabularies mark a beginning with U+0120 or U+2581.
    private static string Join(IReadOnlyList<string> tokens, int first, int end)
    {
        var pieces = Enumerable.Range(first, end - first)
            .Select(i => i > first && tokens[i].StartsWith("##", StringComparison.Ordinal) ? tokens[i][2..] : tokens[i]);
        return string.Concat(pieces).TrimStart('\u0120', '\u2581');
    }
}
