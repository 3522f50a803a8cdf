namespace Heed.Attention.Relevance;

/// <summary>
/// Attention rollout (Abnar and Zuidema 2020, section 3; arXiv:2005.00928): r = p A'_L ... A'_1, A'_l = rows normalised(a mean_h A_lh + (1 - a) I),
/// p being <see cref="AttentionTrace.Readout"/>. It follows attention through all layers as if that were all that a model does, and tells of no class.
/// </summary>
public static class AttentionRollout
{
    /// <param name="trace">The maps.</param>
    /// <param name="attentionShare">a: what comes through attention; the rest comes through the residual stream.</param>
    /// <returns>[numTokens], summing to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in [0, 1].</exception>
    public static float[] Of(AttentionTrace trace, float attentionShare = 0.5f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attentionShare, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(attentionShare, 1);
        var row = trace.Readout.ToArray();
        for (var layer = trace.NumLayers - 1; layer >= 0; layer--)
        {
            var map = RowFlow.MeanOverHeads(trace, layer, byGradient: false);
            RowFlow.MixWithResidual(map, trace.NumTokens, attentionShare, asShares: false);
            row = RowFlow.Through(row, map);
        }

        return row;
    }
}
