namespace Heed.Kernels.Reference;

/// <summary>
/// Attention as its definition has it, one query after another; <see cref="AttentionKernel"/> is tested against it. Sums are in
/// double precision, the weights of one query at a time are all the memory it takes.
/// </summary>
public static class AttentionReference
{
    /// <summary>output_i = sum_j p_ij v_j, p_ij = e^(s_ij - m_i) / sum_l e^(s_il - m_i), m_i = max_j s_ij; s_ij as <see cref="ScoreReference"/> has it.</summary>
    /// <param name="logSumExp">[numHeads, query tokens]: log sum_j e^s_ij.</param>
    public static void Forward(
        in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, ReadOnlySpan<float> v, Span<float> output, Span<float> logSumExp)
    {
        for (var s = 0; s < shape.Sequences; s++)
        {
            for (var head = 0; head < shape.NumHeads; head++)
            {
                for (var i = 0; i < ScoreReference.QueryLength(shape, s); i++)
                {
                    var weights = Weights(shape, q, k, s, head, i, out var logSum);
                    var keep = Keep(shape, s, head, i, weights.Length);
                    logSumExp[(head * shape.QueryTokens) + shape.QueryOffsets[s] + i] = (float)logSum;
                    for (var d = 0; d < shape.ValueDim; d++)
                    {
                        var sum = 0d;
                        for (var j = 0; j < weights.Length; j++)
                        {
                            // A weight of zero means "not there": what lies in a hidden row does not matter.
                            sum += weights[j] * keep[j] == 0 ? 0 : weights[j] * keep[j] * v[ScoreReference.Value(shape, s, head, j) + d];
                        }

                        output[ScoreReference.Output(shape, s, head, i) + d] = (float)sum;
                    }
                }
            }
        }
    }

    /// <summary>
    /// dp_ij = keep_ij dO_i v_j, ds_ij = p_ij (dp_ij - sum_l p_il dp_il), dx_ij = ds_ij cap'(x_ij) for the product
    /// x_ij = scale q_i k_j; dq_i += scale sum_j dx_ij k_j, dk_j += scale sum_i dx_ij q_i, dv_j += sum_i p_ij keep_ij dO_i.
    /// </summary>
    public static void Backward(
        in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, ReadOnlySpan<float> v, ReadOnlySpan<float> dOutput,
        Span<double> dq, Span<double> dk, Span<double> dv)
    {
        for (var s = 0; s < shape.Sequences; s++)
        {
            for (var head = 0; head < shape.NumHeads; head++)
            {
                for (var i = 0; i < ScoreReference.QueryLength(shape, s); i++)
                {
                    var weights = Weights(shape, q, k, s, head, i, out _);
                    var dScores = ScoreGradients(shape, v, dOutput, s, head, i, weights);
                    var keep = Keep(shape, s, head, i, weights.Length);
                    var (query, flow) = (ScoreReference.Query(shape, s, head, i), ScoreReference.Output(shape, s, head, i));
                    for (var j = 0; j < weights.Length; j++)
                    {
                        if (weights[j] == 0)
                        {
                            continue;
                        }

                        for (var d = 0; d < shape.ValueDim; d++)
                        {
                            dv[ScoreReference.Value(shape, s, head, j) + d] += weights[j] * keep[j] * dOutput[flow + d];
                        }

                        var key = ScoreReference.Key(shape, s, head, j);
                        var dProduct = shape.Scale * dScores[j] * ScoreReference.CapSlope(shape, ScoreReference.Product(shape, q, k, s, head, i, j));
                        for (var d = 0; d < shape.HeadDim; d++)
                        {
                            dq[query + d] += dProduct * k[key + d];
                            dk[key + d] += dProduct * q[query + d];
                        }
                    }
                }
            }
        }
    }

    /// <summary>ds_ij of one query: the gradients of its scores, which are those of a bias that is added to them.</summary>
    /// <param name="weights">Of the query, before dropout.</param>
    public static double[] ScoreGradients(
        in AttentionShape shape, ReadOnlySpan<float> v, ReadOnlySpan<float> dOutput, int sequence, int head, int i, double[] weights)
    {
        var flow = dOutput.Slice(ScoreReference.Output(shape, sequence, head, i), shape.ValueDim);
        var keep = Keep(shape, sequence, head, i, weights.Length);
        var gradients = new double[weights.Length];
        var mean = 0d;
        for (var j = 0; j < weights.Length; j++)
        {
            for (var d = 0; d < shape.ValueDim && weights[j] != 0; d++)
            {
                gradients[j] += keep[j] * flow[d] * v[ScoreReference.Value(shape, sequence, head, j) + d];
            }

            mean += weights[j] * gradients[j];
        }

        for (var j = 0; j < weights.Length; j++)
        {
            gradients[j] = weights[j] * (gradients[j] - mean);
        }

        return gradients;
    }

    /// <summary>p_ij for all keys j of the sequence; zeros where the query sees nothing.</summary>
    public static double[] Weights(in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, int sequence, int head, int i,
        out double logSumExp)
    {
        var weights = new double[ScoreReference.KeyLength(shape, sequence)];
        var sink = shape.Sinks.IsEmpty ? double.NegativeInfinity : shape.Sinks[head];
        var max = sink;
        for (var j = 0; j < weights.Length; j++)
        {
            weights[j] = ScoreReference.Score(shape, q, k, sequence, head, i, j);
            max = Math.Max(max, weights[j]);
        }

        if (double.IsNegativeInfinity(max))
        {
            logSumExp = max;
            return new double[weights.Length];
        }

        var sum = Math.Exp(sink - max);
        for (var j = 0; j < weights.Length; j++)
        {
            sum += Math.Exp(weights[j] - max);
        }

        logSumExp = max + Math.Log(sum);
        for (var j = 0; j < weights.Length; j++)
        {
            weights[j] = Math.Exp(weights[j] - max) / sum;
        }

        return weights;
    }

    /// <summary>What dropout multiplies each weight of a query with.</summary>
    private static double[] Keep(in AttentionShape shape, int sequence, int head, int i, int keyLen)
    {
        var keep = new double[keyLen];
        for (var j = 0; j < keyLen; j++)
        {
            keep[j] = shape.DropoutRate == 0 ? 1
                : AttentionKernel.Keeps(shape.DropoutKey, head, shape.QueryOffsets[sequence] + i, j, shape.DropoutRate) ? 1.0 / (1 - shape.DropoutRate) : 0;
        }

        return keep;
    }
}
