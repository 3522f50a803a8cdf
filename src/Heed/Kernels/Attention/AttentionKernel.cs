namespace Heed.Kernels;

/// <summary>
/// Scaled dot-product attention over packed sequences (Vaswani et al. 2017, equation 1): the output of query i is
/// sum_j p_ij v_j with p_ij = softmax over the keys j that i sees of scale q_i k_j + bias_ij. A query that sees nothing gets zeros.
/// </summary>
public static unsafe class AttentionKernel
{
    /// <summary>output_i = sum_j p_ij v_j.</summary>
    /// <param name="q">[query tokens, numHeads * headDim].</param>
    /// <param name="k">[key tokens, numKeyValueHeads * headDim].</param>
    /// <param name="v">[key tokens, numKeyValueHeads * valueDim].</param>
    /// <param name="output">[query tokens, numHeads * valueDim].</param>
    /// <param name="logSumExp">[numHeads, query tokens]: log sum_j e^score_ij, -inf where nothing is seen; kept for the backward.</param>
    public static void Forward(
        in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, ReadOnlySpan<float> v, Span<float> output, Span<float> logSumExp)
    {
        Check(shape, q, k, v, output, logSumExp);
        fixed (float* pq = q, pk = k, pv = v, pOutput = output, pLogSumExp = logSumExp, pBias = shape.Bias)
        fixed (int* pQueryOffsets = shape.QueryOffsets, pKeyOffsets = shape.KeyOffsets)
        fixed (bool* pKeyVisible = shape.KeyVisible)
        {
            var work = new AttentionForward
            {
                Problem = new AttentionProblem(shape, pQueryOffsets, pKeyOffsets, pKeyVisible, pBias), Q = pq, K = pk, V = pv,
                Output = pOutput, LogSumExp = pLogSumExp, BlocksPerSequence = AttentionForward.Blocks(LongestQuery(shape)),
            };
            Team.Run(ref work, shape.Sequences * shape.NumHeads * work.BlocksPerSequence);
        }
    }

    /// <summary>
    /// With d_ij = p_ij (dO_i v_j - dO_i output_i): dq_i += scale sum_j d_ij k_j, dk_j += scale sum_i d_ij q_i,
    /// dv_j += sum_i p_ij dO_i. The weights are computed again from the log-sum-exp.
    /// </summary>
    /// <param name="output">As the forward left it.</param>
    /// <param name="logSumExp">As the forward left it.</param>
    /// <param name="dOutput">Laid out as the output.</param>
    /// <param name="dq">Laid out as the queries.</param>
    /// <param name="dk">Laid out as the keys.</param>
    /// <param name="dv">Laid out as the values.</param>
    public static void Backward(
        in AttentionShape shape,
        ReadOnlySpan<float> q,
        ReadOnlySpan<float> k,
        ReadOnlySpan<float> v,
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> logSumExp,
        ReadOnlySpan<float> dOutput,
        Span<float> dq,
        Span<float> dk,
        Span<float> dv)
    {
        Check(shape, q, k, v, output, logSumExp);
        Check(shape, dq, dk, dv, dOutput, logSumExp);
        fixed (float* pq = q, pk = k, pv = v, pOutput = output, pLogSumExp = logSumExp, pdOutput = dOutput, pdq = dq, pdk = dk, pdv = dv,
            pBias = shape.Bias)
        fixed (int* pQueryOffsets = shape.QueryOffsets, pKeyOffsets = shape.KeyOffsets)
        fixed (bool* pKeyVisible = shape.KeyVisible)
        {
            var work = new AttentionBackward
            {
                Problem = new AttentionProblem(shape, pQueryOffsets, pKeyOffsets, pKeyVisible, pBias),
                Q = pq,
                K = pk,
                V = pv,
                Output = pOutput,
                LogSumExp = pLogSumExp,
                DOutput = pdOutput,
                Dq = pdq,
                Dk = pdk,
                Dv = pdv,
            };
            Team.Run(ref work, shape.Sequences * shape.NumKeyValueHeads);
        }
    }

    /// <summary>The weights p_ij of one head over one sequence, before dropout.</summary>
    /// <param name="logSumExp">As the forward left it.</param>
    /// <param name="sequence">Which sequence.</param>
    /// <param name="head">Which query head.</param>
    /// <param name="weights">[queryLen, keyLen] of that sequence.</param>
    public static void Weights(
        in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, ReadOnlySpan<float> logSumExp, int sequence, int head,
        Span<float> weights)
    {
        Check(shape, q, k, default, default, logSumExp, withValues: false);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sequence, (uint)shape.Sequences, nameof(sequence));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)head, (uint)shape.NumHeads, nameof(head));
        fixed (float* pq = q, pk = k, pLogSumExp = logSumExp, pWeights = weights, pBias = shape.Bias)
        fixed (int* pQueryOffsets = shape.QueryOffsets, pKeyOffsets = shape.KeyOffsets)
        fixed (bool* pKeyVisible = shape.KeyVisible)
        {
            var problem = new AttentionProblem(shape, pQueryOffsets, pKeyOffsets, pKeyVisible, pBias);
            var (queryLen, keyLen) = (problem.QueryLength(sequence), problem.KeyLength(sequence));
            Require.Length(weights, (long)queryLen * keyLen);
            for (var i = 0; i < queryLen; i++)
            {
                problem.Weights(sequence, head, i, pq, pk, pLogSumExp, pWeights + ((long)i * keyLen));
            }
        }
    }

    /// <summary>Whether dropout keeps the weight of key <paramref name="j"/> (within its sequence) for a query row and head.</summary>
    public static bool Keeps(ulong dropoutKey, int head, int queryRow, int j, float rate) =>
        AttentionDropout.Word(dropoutKey, head, queryRow, j) >= DropoutKernel.Threshold(rate);

    private static int LongestQuery(in AttentionShape shape)
    {
        var longest = 0;
        for (var s = 0; s < shape.Sequences; s++)
        {
            longest = Math.Max(longest, shape.QueryOffsets[s + 1] - shape.QueryOffsets[s]);
        }

        return longest;
    }

    private static void Check(
        in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, ReadOnlySpan<float> v, ReadOnlySpan<float> output,
        ReadOnlySpan<float> logSumExp, bool withValues = true)
    {
        Require.Shape(shape.QueryOffsets.Length >= 1 && shape.KeyOffsets.Length == shape.QueryOffsets.Length, "as many key offsets as query offsets");
        Require.Shape(shape.NumKeyValueHeads > 0 && shape.NumHeads % shape.NumKeyValueHeads == 0, "numHeads to be a multiple of numKeyValueHeads");
        Require.Shape(shape.HeadDim > 0 && shape.ValueDim > 0, "headDim and valueDim above zero");
        for (var s = 0; s < shape.Sequences; s++)
        {
            Require.Shape(shape.QueryOffsets[s] <= shape.QueryOffsets[s + 1] && shape.KeyOffsets[s] <= shape.KeyOffsets[s + 1], "rising offsets");
        }

        Require.Length(q, Require.Matrix(shape.QueryTokens, shape.NumHeads * shape.HeadDim, shape.QueryStride));
        Require.Length(k, Require.Matrix(shape.KeyTokens, shape.NumKeyValueHeads * shape.HeadDim, shape.KeyStride));
        Require.Length(logSumExp, (long)shape.NumHeads * shape.QueryTokens);
        Require.Length(shape.KeyVisible, shape.KeyVisible.IsEmpty ? 0 : shape.KeyTokens, nameof(shape.KeyVisible));
        if (withValues)
        {
            Require.Length(v, Require.Matrix(shape.KeyTokens, shape.NumKeyValueHeads * shape.ValueDim, shape.ValueStride));
            Require.Length(output, Require.Matrix(shape.QueryTokens, shape.NumHeads * shape.ValueDim, shape.OutputStride));
        }

        if (!shape.Bias.IsEmpty)
        {
            for (var s = 0; s < shape.Sequences; s++)
            {
                var (queryLen, keyLen) = (shape.QueryOffsets[s + 1] - shape.QueryOffsets[s], shape.KeyOffsets[s + 1] - shape.KeyOffsets[s]);
                var before = ((long)s * shape.BiasSequenceStride) + ((long)(shape.NumHeads - 1) * shape.BiasHeadStride);
                Require.Length(shape.Bias, queryLen == 0 ? 0 : before + ((long)(queryLen - 1) * shape.BiasRowStride) + keyLen, nameof(shape.Bias));
            }
        }
    }
}
