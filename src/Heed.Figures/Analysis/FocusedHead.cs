namespace Heed.Figures.Analysis;

/// <summary>The head most worth a picture.</summary>
public static class FocusedHead
{
    /// <summary>
    /// The head whose words look hardest at another word: the largest mean, over the word queries, of the largest weight on a key
    /// that is neither a special token nor the query itself. Of equals the first.
    /// </summary>
    public static (int Layer, int Head) Of(AttentionMaps maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        var (best, bestFocus) = (0, double.NegativeInfinity);
        for (var i = 0; i < maps.NumLayers * maps.NumHeads; i++)
        {
            var focus = Focus(maps, maps.Head(i / maps.NumHeads, i % maps.NumHeads));
            if (focus > bestFocus)
            {
                (best, bestFocus) = (i, focus);
            }
        }

        return (best / maps.NumHeads, best % maps.NumHeads);
    }

    private static double Focus(AttentionMaps maps, ReadOnlySpan<float> map)
    {
        var sum = 0.0;
        for (var query = 0; query < maps.SeqLen; query++)
        {
            var largest = 0f;
            for (var key = 0; key < maps.SeqLen && maps.Words[query] != AttentionMaps.Special; key++)
            {
                if (key != query && maps.Words[key] != AttentionMaps.Special)
                {
                    largest = Math.Max(largest, map[(query * maps.SeqLen) + key]);
                }
            }

            sum += largest;
        }

        return sum;
    }
}
