namespace Heed.Attention.Relevance;

/// <summary>
/// Relevance of each token for one score (Chefer, Gur and Wolf 2021, "Generic attention-model explainability", equations 5 and 6; arXiv:2103.15679):
/// R = I, then for each layer R = R + M_l R, M_l = mean_h max(0, A_lh * dA_lh); the answer is p R, p being <see cref="AttentionTrace.ReadoutByContribution"/>, with a
/// class token its row.
/// </summary>
public static class ClassRelevance
{
    /// <param name="trace">Maps and gradients.</param>
    /// <returns>[numTokens], not negative. What a token keeps of p itself is in it: of the class token at least 1.</returns>
    /// <exception cref="InvalidOperationException">The trace has no gradients.</exception>
    public static float[] Of(AttentionTrace trace)
    {
        // p (I + M_L) ... (I + M_1), from the left: rows instead of matrices.
        var row = trace.ReadoutByContribution.ToArray();
        for (var layer = trace.NumLayers - 1; layer >= 0; layer--)
        {
            var through = RowFlow.Through(row, RowFlow.MeanOverHeads(trace, layer, byGradient: true));
            for (var i = 0; i < row.Length; i++)
            {
                row[i] += through[i];
            }
        }

        return row;
    }
}
