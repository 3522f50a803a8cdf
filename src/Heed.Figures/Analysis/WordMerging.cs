namespace Heed.Figures.Analysis;

/// <summary>
/// Attention between words from attention between sub-words. Attention to a word is the sum over its pieces; attention from
/// a word is the mean over its pieces, so a row that summed to 1 still does:
/// <code>
/// W_uv = 1/|u|  sum_{i in u}  sum_{j in v}  A_ij
/// </code>
/// Source: Clark et al. 2019, "What Does BERT Look At?", section 4.1 (arXiv:1906.04341).
/// </summary>
public static class WordMerging
{
    /// <summary>Merges all maps of a sequence.</summary>
    /// <param name="maps">Maps over tokens.</param>
    /// <param name="specials">What becomes of tokens without a word.</param>
    /// <exception cref="ArgumentException">Special tokens are dropped and there is no other.</exception>
    public static AttentionMaps Merge(AttentionMaps maps, SpecialTokens specials = SpecialTokens.Keep)
    {
        ArgumentNullException.ThrowIfNull(maps);
        var groups = WordGroup.Of(maps, specials);
        if (groups.Count == 0)
        {
            throw new ArgumentException("There is no word among the tokens.", nameof(maps));
        }

        var size = groups.Count * groups.Count;
        var merged = new float[maps.NumLayers * maps.NumHeads * size];
        for (var i = 0; i < maps.NumLayers * maps.NumHeads; i++)
        {
            Merge(maps.Head(i / maps.NumHeads, i % maps.NumHeads), maps.SeqLen, groups, specials).CopyTo(merged, i * size);
        }

        return new AttentionMaps(
            [.. groups.Select(group => group.Text)],
            [.. groups.Select(group => group.Word)],
            maps.NumLayers,
            maps.NumHeads,
            merged);
    }

    /// <summary>Merges one map [seqLen, seqLen] to [groups, groups].</summary>
    internal static float[] Merge(ReadOnlySpan<float> map, int seqLen, IReadOnlyList<WordGroup> groups, SpecialTokens specials)
    {
        var merged = new float[groups.Count * groups.Count];
        for (var u = 0; u < groups.Count; u++)
        {
            for (var v = 0; v < groups.Count; v++)
            {
                var sum = 0f;
                for (var i = 0; i < groups[u].Count; i++)
                {
                    foreach (var weight in map.Slice(((groups[u].First + i) * seqLen) + groups[v].First, groups[v].Count))
                    {
                        sum += weight;
                    }
                }

                merged[(u * groups.Count) + v] = sum / groups[u].Count;
            }
        }

        if (specials == SpecialTokens.Drop)
        {
            AttentionRows.Normalize(merged, groups.Count);
        }

        return merged;
    }
}
