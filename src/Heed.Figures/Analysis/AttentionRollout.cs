namespace Heed.Figures.Analysis;

/// <summary>
/// Attention rollout: how much of each input token can have flowed into each output position through all layers, if
/// attention weights and the residual stream were all that carries information.
/// <code>
/// A_l'    = rows normalised( 0.5 mean_h A_lh + 0.5 I )
/// rollout = A_L' ... A_2' A_1'
/// </code>
/// Source: Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers", section 3 (arXiv:2005.00928). It sees neither values
/// nor feed-forward layers: it is a picture of the flow, not of the reasons.
/// </summary>
public static class AttentionRollout
{
    /// <summary>Rolls the attention out through all layers.</summary>
    /// <param name="maps">The maps of one sequence.</param>
    /// <returns>Row-major [seqLen (output), seqLen (input)]; each row sums to 1.</returns>
    public static float[] Compute(AttentionMaps maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        var n = maps.SeqLen;
        var rollout = Identity(n);
        for (var layer = 0; layer < maps.NumLayers; layer++)
        {
            var mixed = maps.LayerMean(layer);
            for (var i = 0; i < mixed.Length; i++)
            {
                mixed[i] = (0.5f * mixed[i]) + (i % (n + 1) == 0 ? 0.5f : 0);
            }

            AttentionRows.Normalize(mixed, n);
            rollout = Product(mixed, rollout, n);
        }

        return rollout;
    }

    private static float[] Identity(int n)
    {
        var identity = new float[n * n];
        for (var i = 0; i < n; i++)
        {
            identity[i * (n + 1)] = 1;
        }

        return identity;
    }

    // [n, n] x [n, n] -> [n, n]
    private static float[] Product(float[] left, float[] right, int n)
    {
        var product = new float[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < n; k++)
            {
                var factor = left[(i * n) + k];
                for (var j = 0; j < n; j++)
                {
                    product[(i * n) + j] += factor * right[(k * n) + j];
                }
            }
        }

        return product;
    }
}
