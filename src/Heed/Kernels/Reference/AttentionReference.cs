namespace Heed.Kernels.Reference;

/// <summary>
/// Attention as its definition has it, one query after another; <see cref="AttentionKernel"/> is tested against it. Sums are in
/// double precision, the weights of one query at a time are all the memory it takes.
/// </summary>
public static class AttentionReference
{
    /// <summary>output_i = sum_j p_ij v_j, p_ij = e^(s_ij - m_i) / sum_l e^(s_il - m_i), m_i = max_j s_ij, s_ij = scale q_i k_j + bias_ij.</summary>
    public static void Forward(
        in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, ReadOnlySpan<float> v, Span<float> output, Span<float> logSumExp)
    {
        for (var s = 0; s < shape.Sequences; s++)
        {
            for (var head = 0; head < shape.NumHeads; head++)
            {
                for (var row = shape.QueryOffsets[s]; row < shape.QueryOffsets[s + 1]; row++)
                {
                    var weights = Weights(shape, q, k, s, head, row, out var logSum);
                    var keep = Keep(shape, head, row, weights.Length);
                    logSumExp[(head * shape.QueryTokens) + row] = (float)logSum;
                    for (var d = 0; d < shape.ValueDim; d++)
                    {
                        var sum = 0d;
                        for (var j = 0; j < weights.Length; j++)
                        {
                            sum += weights[j] * keep[j] * v[Value(shape, s, head, j) + d];
                        }

                        output[(row * shape.OutputStride) + (head * shape.ValueDim) + d] = (float)sum;
                    }
                }
            }
        }
    }

    /// <summary>
    /// dp_ij = keep_ij dO_i v_j, ds_ij = p_ij (dp_ij - sum_l p_il dp_il); dq_i += scale sum_j ds_ij k_j, dk_j += scale sum_i ds_ij q_i,
    /// dv_j += sum_i p_ij keep_ij dO_i.
    /// </summary>
    public static void Backward(
        in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, ReadOnlySpan<float> v, ReadOnlySpan<float> dOutput,
        Span<double> dq, Span<double> dk, Span<double> dv)
    {
        for (var s = 0; s < shape.Sequences; s++)
        {
            for (var head = 0; head < shape.NumHeads; head++)
            {
                for (var row = shape.QueryOffsets[s]; row < shape.QueryOffsets[s + 1]; row++)
                {
                    var weights = Weights(shape, q, k, s, head, row, out _);
                    var flow = dOutput.Slice((row * shape.OutputStride) + (head * shape.ValueDim), shape.ValueDim);
                    var keep = Keep(shape, head, row, weights.Length);
                    var dWeights = new double[weights.Length];
                    var mean = 0d;
                    for (var j = 0; j < weights.Length; j++)
                    {
                        for (var d = 0; d < shape.ValueDim; d++)
                        {
                            dWeights[j] += keep[j] * flow[d] * v[Value(shape, s, head, j) + d];
                            dv[Value(shape, s, head, j) + d] += weights[j] * keep[j] * flow[d];
                        }

                        mean += weights[j] * dWeights[j];
                    }

                    for (var j = 0; j < weights.Length; j++)
                    {
                        var dScore = shape.Scale * weights[j] * (dWeights[j] - mean);
                        for (var d = 0; d < shape.HeadDim; d++)
                        {
                            dq[Query(shape, head, row) + d] += dScore * k[Key(shape, s, head, j) + d];
                            dk[Key(shape, s, head, j) + d] += dScore * q[Query(shape, head, row) + d];
                        }
                    }
                }
            }
        }
    }

    /// <summary>p_ij for all keys j of the sequence; zeros where the query sees nothing.</summary>
    public static double[] Weights(in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, int sequence, int head, int row,
        out double logSumExp)
    {
        var i = row - shape.QueryOffsets[sequence];
        var queryLen = shape.QueryOffsets[sequence + 1] - shape.QueryOffsets[sequence];
        var keyLen = shape.KeyOffsets[sequence + 1] - shape.KeyOffsets[sequence];
        var weights = new double[keyLen];
        var max = double.NegativeInfinity;
        for (var j = 0; j < keyLen; j++)
        {
            weights[j] = double.NegativeInfinity;
            var distance = j - i - (shape.AlignsTopLeft ? 0 : keyLen - queryLen);
            var inWindow = (shape.WindowLeft < 0 || distance >= -shape.WindowLeft) && (shape.WindowRight < 0 || distance <= shape.WindowRight);
            if (inWindow && (shape.KeyVisible.IsEmpty || shape.KeyVisible[shape.KeyOffsets[sequence] + j]))
            {
                var dot = 0d;
                for (var d = 0; d < shape.HeadDim; d++)
                {
                    dot += (double)q[Query(shape, head, row) + d] * k[Key(shape, sequence, head, j) + d];
                }

                weights[j] = (shape.Scale * dot)
                    + (shape.Bias.IsEmpty ? 0 : shape.Bias[(sequence * shape.BiasSequenceStride) + (head * shape.BiasHeadStride) + (i * shape.BiasRowStride) + j]);
            }

            max = Math.Max(max, weights[j]);
        }

        var sum = 0d;
        for (var j = 0; j < keyLen && !double.IsNegativeInfinity(max); j++)
        {
            sum += Math.Exp(weights[j] - max);
        }

        logSumExp = max + Math.Log(sum);
        for (var j = 0; j < keyLen; j++)
        {
            weights[j] = sum == 0 ? 0 : Math.Exp(weights[j] - max) / sum;
        }

        return weights;
    }

    /// <summary>What dropout multiplies each weight of a query with.</summary>
    private static double[] Keep(in AttentionShape shape, int head, int row, int keyLen)
    {
        var keep = new double[keyLen];
        for (var j = 0; j < keyLen; j++)
        {
            keep[j] = shape.DropoutRate == 0 ? 1 : AttentionKernel.Keeps(shape.DropoutKey, head, row, j,
                shape.DropoutRate) ? 1.0 / (1 - shape.DropoutRate) : 0;
        }

        return keep;
    }

    private static int Query(in AttentionShape shape, int head, int row) => (row * shape.QueryStride) + (head * shape.HeadDim);

    private static int Key(in AttentionShape shape, int sequence, int head, int j) =>
        ((shape.KeyOffsets[sequence] + j) * shape.KeyStride) + (head / (shape.NumHeads / shape.NumKeyValueHeads) * shape.HeadDim);

    private static int Value(in AttentionShape shape, int sequence, int head, int j) =>
        ((shape.KeyOffsets[sequence] + j) * shape.ValueStride) + (head / (shape.NumHeads / shape.NumKeyValueHeads) * shape.ValueDim);
}
