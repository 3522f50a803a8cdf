namespace Heed.Figures.Analysis;

/// <summary>
/// How widely a head spreads its attention. The entropy of a row, in nats, and its mean over the queries:
/// <code>
/// H = 1/n  sum_i  -sum_j a_ij ln a_ij
/// </code>
/// 0: every query looks at one token; ln n: every query looks at all n alike. exp(H) reads as a number of tokens.
/// Source: Clark et al. 2019, "What Does BERT Look At?", section 3.2 (arXiv:1906.04341).
/// </summary>
public static class AttentionEntropy
{
    /// <summary>The mean row entropy of every head, in nats.</summary>
    /// <returns>Row-major [numLayers, numHeads].</returns>
    public static float[] PerHead(AttentionMaps maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        var entropies = new float[maps.NumLayers * maps.NumHeads];
        for (var i = 0; i < entropies.Length; i++)
        {
            entropies[i] = OfMap(maps.Head(i / maps.NumHeads, i % maps.NumHeads), maps.SeqLen);
        }

        return entropies;
    }

    /// <summary>The mean row entropy of one map [queryLen, keyLen], in nats.</summary>
    public static float OfMap(ReadOnlySpan<float> map, int keyLen)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keyLen);
        var sum = 0.0;
        foreach (var weight in map)
        {
            if (weight > 0)
            {
                sum -= weight * Math.Log(weight);
            }
        }

        return (float)(sum / (map.Length / keyLen));
    }
}
