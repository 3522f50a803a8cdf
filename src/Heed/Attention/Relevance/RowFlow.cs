namespace Heed.Attention.Relevance;

/// <summary>A row of token weights on its way from what is read down to the input: one product with a layer's map after the other.</summary>
internal static class RowFlow
{
    /// <summary>M_ij = mean over heads of w_ij, or of the positive part of w_ij g_ij.</summary>
    /// <param name="trace">The maps.</param>
    /// <param name="layer">Which layer.</param>
    /// <param name="byGradient">Whether the gradient g counts.</param>
    /// <returns>[numTokens, numTokens].</returns>
    public static float[] MeanOverHeads(AttentionTrace trace, int layer, bool byGradient)
    {
        var mean = new float[trace.NumTokens * trace.NumTokens];
        var share = 1f / trace.NumHeads(layer);
        for (var head = 0; head < trace.NumHeads(layer); head++)
        {
            var weights = trace.Weights(layer, head);
            var gradient = byGradient ? trace.Gradient(layer, head) : default;
            for (var ij = 0; ij < mean.Length; ij++)
            {
                mean[ij] += share * (byGradient ? Math.Max(0, weights[ij] * gradient[ij]) : weights[ij]);
            }
        }

        return mean;
    }

    /// <summary>row M.</summary>
    /// <param name="row">[numTokens].</param>
    /// <param name="map">[numTokens, numTokens].</param>
    public static float[] Through(ReadOnlySpan<float> row, ReadOnlySpan<float> map)
    {
        var n = row.Length;
        var result = new float[n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n && row[i] != 0; j++)
            {
                result[j] += row[i] * map[(i * n) + j];
            }
        }

        return result;
    }

    /// <summary>A' = share A + (1 - share) I, its rows divided by their sums; where asked for, those of A are divided by theirs before. What a row of zeros leaves is the token itself, or nothing where the share is 1.</summary>
    /// <param name="map">A, [numTokens, numTokens], not negative; overwritten by A'.</param>
    /// <param name="numTokens">Its width.</param>
    /// <param name="share">What comes through attention.</param>
    /// <param name="asShares">Whether A's rows are divided by their sums first.</param>
    public static void MixWithResidual(Span<float> map, int numTokens, float share, bool asShares)
    {
        for (var i = 0; i < numTokens; i++)
        {
            var row = map.Slice(i * numTokens, numTokens);
            var sum = 0f;
            foreach (var weight in row)
            {
                sum += weight;
            }

            var scale = share / (asShares && sum > 0 ? sum : 1);
            var total = (sum * scale) + 1 - share;
            for (var j = 0; j < numTokens; j++)
            {
                row[j] = total > 0 ? row[j] * scale / total : 0;
            }

            row[i] += total > 0 ? (1 - share) / total : 0;
        }
    }
}
