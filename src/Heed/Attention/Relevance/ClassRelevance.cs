using Heed.Kernels;

namespace Heed.Attention.Relevance;

/// <summary>
/// Relevance of each token for one score (Chefer, Gur and Wolf 2021, "Generic attention-model explainability"; arXiv:2103.15679): R = I, then for
/// each layer R = R + M_l R, M_l = mean_h max(0, A_lh * dA_lh) (equations 5 and 6). What is read of the tokens is one more attention over them, so that
/// the answer is p (rows normalised(R - I) + I) (equations 8 to 10), p being <see cref="AttentionTrace.ReadoutByContribution"/>; of a class token that is its row of R, scaled.
/// </summary>
public static class ClassRelevance
{
    /// <param name="trace">Maps and gradients.</param>
    /// <returns>[numTokens], not negative; it sums to 1 + the share of what is read whose tokens have attention that speaks for the score: 1 to 2.</returns>
    /// <exception cref="InvalidOperationException">The trace has no gradients.</exception>
    public static float[] Of(AttentionTrace trace)
    {
        var n = trace.NumTokens;
        var read = trace.ReadoutByContribution;
        var rows = RowsOf(trace);
        var relevance = read.ToArray();
        var next = 0;
        for (var i = 0; i < n; i++)
        {
            if (read[i] == 0)
            {
                continue;
            }

            var row = rows.AsSpan(next++ * n, n);
            var sum = 0f;
            foreach (var value in row)
            {
                sum += value;
            }

            for (var j = 0; j < n && sum > 0; j++)
            {
                relevance[j] += read[i] * row[j] / sum;
            }
        }

        return relevance;
    }

    /// <summary>
    /// The rows of S = R - I of the tokens that are read, [read tokens, numTokens]: from the last layer to the first S = S + (I + S) M, so that of a class
    /// token nothing is made but its row.
    /// </summary>
    private static float[] RowsOf(AttentionTrace trace)
    {
        var n = trace.NumTokens;
        int[] tokens = [.. Enumerable.Range(0, n).Where(token => trace.ReadoutByContribution[token] != 0)];
        var rows = new float[tokens.Length * n];
        for (var layer = trace.NumLayers - 1; layer >= 0; layer--)
        {
            var before = rows.ToArray();
            for (var i = 0; i < tokens.Length; i++)
            {
                before[(i * n) + tokens[i]] += 1;
            }

            // [read, n] x [n, n] -> [read, n]
            var map = RowFlow.MeanOverHeads(trace, layer, byGradient: true);
            MatMulKernel.Multiply(before, n, false, map, n, false, rows, n, tokens.Length, n, n, accumulate: true);
        }

        return rows;
    }
}
