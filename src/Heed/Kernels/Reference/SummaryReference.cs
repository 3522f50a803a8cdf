namespace Heed.Kernels.Reference;

/// <summary>The summary of attention weights as its definition has it; <see cref="AttentionKernel.Summarize"/> is tested against it.</summary>
public static class SummaryReference
{
    /// <summary>H = -sum_j p_j ln p_j, where 0 ln 0 = 0.</summary>
    public static double Entropy(ReadOnlySpan<double> weights)
    {
        var entropy = 0d;
        foreach (var weight in weights)
        {
            entropy -= weight == 0 ? 0 : weight * Math.Log(weight);
        }

        return entropy;
    }

    /// <summary>The keys of the <paramref name="count"/> largest weights above zero, the largest first, of equal ones the smaller key.</summary>
    public static int[] TopKeys(double[] weights, int count) =>
        [.. Enumerable.Range(0, weights.Length).Where(j => weights[j] > 0).OrderByDescending(j => weights[j]).ThenBy(j => j).Take(count)];

    /// <summary>c_j = sum_i w_i p_ij of one head over one sequence.</summary>
    /// <param name="queryWeights">[queryLen]: w.</param>
    public static double[] ColumnSums(
        in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, int sequence, int head, ReadOnlySpan<float> queryWeights)
    {
        var sums = new double[ScoreReference.KeyLength(shape, sequence)];
        for (var i = 0; i < ScoreReference.QueryLength(shape, sequence); i++)
        {
            var weights = AttentionReference.Weights(shape, q, k, sequence, head, i, out _);
            for (var j = 0; j < sums.Length; j++)
            {
                sums[j] += queryWeights[i] * weights[j];
            }
        }

        return sums;
    }
}
