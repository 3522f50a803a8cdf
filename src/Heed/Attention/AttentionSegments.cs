namespace Heed.Attention;

/// <summary>A segment for each row of queries and of keys: a query sees the keys of its own.</summary>
internal sealed class AttentionSegments(int[] queries, int[] keys)
{
    public ReadOnlySpan<int> Queries => queries;

    public ReadOnlySpan<int> Keys => keys;

    /// <summary>The segments that two cuts leave: rows are of one segment where they are in both.</summary>
    /// <exception cref="ArgumentException">They are for other numbers of rows.</exception>
    public static AttentionSegments And(AttentionSegments a, AttentionSegments b)
    {
        if (a.Queries.Length != b.Queries.Length || a.Keys.Length != b.Keys.Length)
        {
            throw new ArgumentException(
                $"Segments of {a.Queries.Length} queries and {a.Keys.Length} keys and of {b.Queries.Length} and {b.Keys.Length} do not compose.");
        }

        var numbers = new Dictionary<(int, int), int>();
        return new AttentionSegments(Number(a.Queries, b.Queries), Number(a.Keys, b.Keys));

        int[] Number(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
        {
            var ids = new int[first.Length];
            for (var i = 0; i < ids.Length; i++)
            {
                numbers.TryAdd((first[i], second[i]), numbers.Count);
                ids[i] = numbers[(first[i], second[i])];
            }

            return ids;
        }
    }
}
