namespace Heed.Attention.Relevance;

/// <summary>
/// Rollout of attention weighed by its gradient, so that it tells of one score: r = p A'_L ... A'_1, A'_l = a rows normalised(M_l) + (1 - a) I,
/// M_l = mean_h max(0, A_lh * dA_lh), p being <see cref="AttentionTrace.ReadoutByContribution"/>. The idea is Gildenblat's (vit-explain, 2020), whose code adds the
/// identity to maps that are not normalised yet, so that the small numbers which gradients are weigh next to nothing.
/// </summary>
public static class GradientRollout
{
    /// <param name="trace">Maps and gradients.</param>
    /// <param name="attentionShare">a: what comes through attention; the rest comes through the residual stream.</param>
    /// <returns>[numTokens], summing to 1, or to less where the share is 1 and no attention of a token speaks for the score.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in [0, 1].</exception>
    /// <exception cref="InvalidOperationException">The trace has no gradients.</exception>
    public static float[] Of(AttentionTrace trace, float attentionShare = 0.5f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attentionShare, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(attentionShare, 1);
        var row = trace.ReadoutByContribution.ToArray();
        for (var layer = trace.NumLayers - 1; layer >= 0; layer--)
        {
            var map = RowFlow.MeanOverHeads(trace, layer, byGradient: true);
            RowFlow.MixWithResidual(map, trace.NumTokens, attentionShare, asShares: true);
            row = RowFlow.Through(row, map);
        }

        return row;
    }
}
