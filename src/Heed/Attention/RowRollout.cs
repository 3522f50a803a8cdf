using Heed.Kernels;

namespace Heed.Attention;

/// <summary>
/// One row of the attention rollout (Abnar and Zuidema 2020, section 3; arXiv:2005.00928): v = e_row, then from the last layer to
/// the first v = v A', A' = rows normalised(a mean_h A_h + (1 - a) I). A product with a row is a weighted sum of columns, so that
/// one summary a layer does it, in O(N) memory.
/// </summary>
internal static class RowRollout
{
    public static float[] Compute(IReadOnlyList<(AttentionCall Call, float[] Statistics)> layers, int row, int sequence, float share)
    {
        float[]? v = null;
        for (var i = layers.Count - 1; i >= 0; i--)
        {
            var shape = layers[i].Call.Shape();
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sequence, (uint)shape.Sequences, nameof(sequence));
            var length = shape.QueryOffsets[sequence + 1] - shape.QueryOffsets[sequence];
            var keyLen = shape.KeyOffsets[sequence + 1] - shape.KeyOffsets[sequence];
            if (keyLen != length || (v is not null && v.Length != length))
            {
                throw new InvalidOperationException(
                    $"A rollout needs self-attention over the same tokens in every layer; layer {i} has {length} queries and {keyLen} keys.");
            }

            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)length, nameof(row));
            v ??= Unit(length, row);
            Step(layers[i].Call, shape, layers[i].Statistics, sequence, share, v);
        }

        return v ?? throw new InvalidOperationException("There is no rollout without a layer.");
    }

    /// <summary>v = v A'.</summary>
    private static void Step(AttentionCall call, in AttentionShape shape, float[] statistics, int sequence, float share, float[] v)
    {
        var (queryStart, keyStart) = (shape.QueryOffsets[sequence], shape.KeyOffsets[sequence]);
        var weights = new float[shape.QueryTokens];
        for (var i = 0; i < v.Length; i++)
        {
            var rowSum = (share * MeanRowSum(shape, statistics, queryStart + i)) + 1 - share;
            weights[queryStart + i] = rowSum == 0 ? 0 : v[i] / rowSum;
        }

        var columns = new float[checked(shape.NumHeads * shape.KeyTokens)];
        AttentionKernel.Summarize(shape, call.Query.Data, call.Key.Data, statistics, new AttentionSummaryTarget { ColumnSums = columns, QueryWeights = weights });
        for (var j = 0; j < v.Length; j++)
        {
            var sum = 0f;
            for (var head = 0; head < shape.NumHeads; head++)
            {
                sum += columns[(head * shape.KeyTokens) + keyStart + j];
            }

            v[j] = (share * sum / shape.NumHeads) + ((1 - share) * weights[queryStart + j]);
        }
    }

    /// <summary>What a query's weights sum to, on the mean of its heads: less than 1 with a sink, 0 where it sees nothing.</summary>
    private static float MeanRowSum(in AttentionShape shape, float[] statistics, int token)
    {
        var mean = 0f;
        for (var head = 0; head < shape.NumHeads; head++)
        {
            var place = (head * shape.QueryTokens) + token;
            var (shift, sum) = (statistics[place], statistics[(statistics.Length / 2) + place]);
            mean += sum == 0 ? 0 : shape.Sinks.IsEmpty ? 1 : 1 - (MathF.Exp(shape.Sinks[head] - shift) / sum);
        }

        return mean / shape.NumHeads;
    }

    private static float[] Unit(int length, int place)
    {
        var unit = new float[length];
        unit[place] = 1;
        return unit;
    }
}
