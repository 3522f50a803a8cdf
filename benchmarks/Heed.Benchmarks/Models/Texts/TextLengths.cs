namespace Heed.Benchmarks.Models.Texts;

/// <summary>
/// How long natural texts are, in tokens of the vocabulary of bert-base-uncased with [CLS] and [SEP]: of all lengths in the training set, in
/// order, those in the middle of 64 equal shares.
/// </summary>
internal static class TextLengths
{
    /// <summary>SST-2 (Socher et al. 2013), 6,920 sentences of film reviews; mean 23.3.</summary>
    private static readonly int[] Sst2 =
    [
        4, 6, 7, 8, 9, 9, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15, 16, 16, 17, 17, 18, 18, 18, 19, 19, 20, 20, 21, 21, 22, 22,
        23, 23, 23, 24, 24, 25, 25, 26, 26, 27, 27, 28, 28, 29, 30, 30, 31, 31, 32, 33, 33, 34, 35, 36, 37, 38, 39, 41, 42, 44, 47, 52,
    ];

    /// <summary>AG News (Zhang et al. 2015), the descriptions of 10,001 news; mean 43.9.</summary>
    private static readonly int[] AgNews =
    [
        18, 21, 23, 25, 26, 27, 28, 29, 30, 30, 31, 32, 32, 33, 33, 34, 34, 35, 35, 36, 36, 37, 37, 38, 38, 38, 39, 39, 40, 40, 40, 41,
        41, 42, 42, 43, 43, 43, 44, 44, 45, 45, 46, 46, 47, 47, 48, 48, 49, 50, 50, 51, 52, 53, 53, 55, 56, 58, 60, 63, 68, 81, 106, 123,
    ];

    /// <summary>The lengths of that many texts (a divisor of 64) like those of SST-2, in no order.</summary>
    public static int[] OfSst2(int count) => Draw(Sst2, count);

    /// <summary>The lengths of that many texts (a divisor of 64) like those of AG News, in no order.</summary>
    public static int[] OfAgNews(int count) => Draw(AgNews, count);

    // The middle one of every share of the lengths.
    private static int[] Draw(int[] lengths, int count)
    {
        var share = lengths.Length / count;
        var drawn = lengths.Where((_, i) => i % share == share / 2).ToArray();
        new Random(64).Shuffle(drawn);
        return drawn;
    }
}
