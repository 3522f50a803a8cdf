namespace Heed.Attention.Relevance;

/// <summary>
/// What is read looks at: a_j = sum_i p_i A_ij, p being <see cref="AttentionTrace.Readout"/>. With a class token it is that token's row of the
/// map; with a pooling the mean of the rows, weighted as the pooling weighs them. It tells of one layer, and of no class.
/// </summary>
public static class ReadoutAttention
{
    /// <summary>Of one head.</summary>
    /// <param name="trace">The maps.</param>
    /// <param name="layer">Layer, from 0.</param>
    /// <param name="head">Head, from 0.</param>
    /// <returns>[numTokens], summing to 1, or to less with a sink.</returns>
    public static float[] OfHead(AttentionTrace trace, int layer, int head) => RowFlow.Through(trace.Readout, trace.Weights(layer, head));

    /// <summary>The mean over the heads of a layer.</summary>
    /// <param name="trace">The maps.</param>
    /// <param name="layer">Layer, from 0.</param>
    /// <returns>[numTokens].</returns>
    public static float[] OfLayer(AttentionTrace trace, int layer) =>
        RowFlow.Through(trace.Readout, RowFlow.MeanOverHeads(trace, layer, byGradient: false));
}
