namespace Heed.Benchmarks.Models.Texts;

/// <summary>Texts of given lengths, of random tokens. Token 0, the pad, is not among them.</summary>
internal static class RandomTexts
{
    public static IReadOnlyList<int[]> Of(IReadOnlyList<int> lengths, int vocabSize)
    {
        var random = new Random(5);
        return [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => random.Next(1, vocabSize)).ToArray())];
    }
}
