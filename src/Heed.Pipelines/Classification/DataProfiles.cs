namespace Heed.Pipelines.Classification;

/// <summary>Measures what the defaults look at, before there is a tokenizer.</summary>
internal static class DataProfiles
{
    public static DataProfile Of(IReadOnlyList<string> texts, int numClasses)
    {
        var lengths = texts.Select(Words).Order().ToList();
        return new DataProfile(texts.Count, lengths.Average(), lengths[(int)(0.98 * (lengths.Count - 1))], numClasses);
    }

    // Runs of letters and digits, and every other mark that is not white.
    private static int Words(string text)
    {
        var words = 0;
        var inWord = false;
        foreach (var c in text)
        {
            var isLetter = char.IsLetterOrDigit(c);
            words += isLetter ? inWord ? 0 : 1 : char.IsWhiteSpace(c) ? 0 : 1;
            inWord = isLetter;
        }

        return words;
    }
}
