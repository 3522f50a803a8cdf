namespace Heed.Benchmarks.Models.Texts;

/// <summary>A way to put texts into rectangles.</summary>
/// <param name="Name">In words.</param>
/// <param name="Split">From the lengths of the texts to the batches, each the places of its texts.</param>
internal sealed record Batching(string Name, Func<IReadOnlyList<int>, IEnumerable<int[]>> Split)
{
    private static readonly int[] BucketSizes = [32, 16, 8, 4];

    public static Batching Whole { get; } = new("one batch", lengths => [[.. Enumerable.Range(0, lengths.Count)]]);

    public static Batching OneByOne { get; } = new("one by one", lengths => Enumerable.Range(0, lengths.Count).Select(place => new[] { place }));

    /// <summary>Texts of the same length together: no pads.</summary>
    public static Batching EqualLengths { get; } = new("groups of equal length", lengths => Sorted(lengths).GroupBy(place => lengths[place]).Select(group => group.ToArray()));

    /// <summary>Texts of about the same length together.</summary>
    public static Batching Buckets(int size) => new($"sorted, {size} at a time", lengths => Sorted(lengths).Chunk(size));

    /// <summary>All that are worth a try; one if the texts are equally long.</summary>
    public static IReadOnlyList<Batching> For(IReadOnlyList<int> lengths) => lengths.Distinct().Count() == 1
        ? [Whole]
        : [Whole, .. BucketSizes.Where(size => size < lengths.Count).Select(Buckets), EqualLengths, OneByOne];

    public IReadOnlyList<PaddedBatch> Batches(IReadOnlyList<int[]> texts) =>
        [.. Split([.. texts.Select(text => text.Length)]).Select(places => PaddedBatch.Of(texts, places))];

    private static IEnumerable<int> Sorted(IReadOnlyList<int> lengths) => Enumerable.Range(0, lengths.Count).OrderBy(place => lengths[place]);
}
