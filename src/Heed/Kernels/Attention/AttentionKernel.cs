namespace Heed.Kernels;

/// <summary>
/// Scaled dot-product attention (Vaswani et al. 2017, equation 1), never holding the matrix of weights: the output of query i is
/// sum_j p_ij v_j, p_ij the softmax over the keys j that i sees of the scores that <see cref="AttentionShape"/> defines. A query
/// that sees nothing gets zeros.
/// </summary>
public static unsafe class AttentionKernel
{
    /// <summary>output_i = sum_j p_ij v_j.</summary>
    /// <param name="q">Laid out as shape.Query says.</param>
    /// <param name="k">Laid out as shape.Key says.</param>
    /// <param name="v">Laid out as shape.Value says.</param>
    /// <param name="output">Laid out as shape.Output says.</param>
    /// <param name="statistics">
    /// [2, numHeads, query tokens]: a shift m and sum_j e^(s_ij - m), kept for the backward; nothing is lost in them where scores are
    /// large, as it would be in their <see cref="LogSumExp"/>.
    /// </param>
    /// <exception cref="ArgumentException">The shape contradicts itself, or a span is too short for it.</exception>
    public static void Forward(
        in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, ReadOnlySpan<float> v, Span<float> output, Span<float> statistics)
    {
        CheckAll(shape, q.Length, k.Length, v.Length, output.Length, statistics.Length);
        fixed (float* pq = q, pk = k, pv = v, pOutput = output, pStatistics = statistics)
        {
            var pass = new ForwardPass { Q = pq, KeysAndValues = new KeyValueRows(pk, pv, false), Output = pOutput, Statistics = pStatistics };
            AttentionPass.Run(shape, ref pass);
        }
    }

    /// <summary>As the other, over keys and values in bfloat16, the upper halves of floats.</summary>
    /// <param name="q">Laid out as shape.Query says.</param>
    /// <param name="k">Laid out as shape.Key says, in elements.</param>
    /// <param name="v">Laid out as shape.Value says, in elements.</param>
    /// <param name="output">Laid out as shape.Output says.</param>
    /// <param name="statistics">As of the other.</param>
    /// <exception cref="ArgumentException">The shape contradicts itself, or a span is too short for it.</exception>
    public static void Forward(
        in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<ushort> k, ReadOnlySpan<ushort> v, Span<float> output, Span<float> statistics)
    {
        CheckAll(shape, q.Length, k.Length, v.Length, output.Length, statistics.Length);
        fixed (float* pq = q, pOutput = output, pStatistics = statistics)
        fixed (ushort* pk = k, pv = v)
        {
            var pass = new ForwardPass { Q = pq, KeysAndValues = new KeyValueRows(pk, pv, true), Output = pOutput, Statistics = pStatistics };
            AttentionPass.Run(shape, ref pass);
        }
    }

    /// <summary>
    /// With d_ij = p_ij (dO_i v_j - dO_i output_i) (1 - tanh^2 of a cap): dq_i += scale sum_j d_ij k_j,
    /// dk_j += scale sum_i d_ij q_i, dv_j += sum_i p_ij dO_i. The weights are computed again from the statistics.
    /// </summary>
    /// <param name="q">As in the forward.</param>
    /// <param name="k">As in the forward; not in pages.</param>
    /// <param name="v">As in the forward; not in pages.</param>
    /// <param name="output">As the forward left it.</param>
    /// <param name="statistics">As the forward left them.</param>
    /// <param name="dOutput">Laid out as the output.</param>
    /// <param name="dq">Laid out as the queries; empty where nobody asks for it.</param>
    /// <param name="dk">Laid out as the keys; empty where nobody asks for it.</param>
    /// <param name="dv">Laid out as the values; empty where nobody asks for it.</param>
    /// <exception cref="ArgumentException">The shape contradicts itself, a span is too short for it, or keys lie in pages.</exception>
    public static void Backward(
        in AttentionShape shape,
        ReadOnlySpan<float> q,
        ReadOnlySpan<float> k,
        ReadOnlySpan<float> v,
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> statistics,
        ReadOnlySpan<float> dOutput,
        Span<float> dq,
        Span<float> dk,
        Span<float> dv)
    {
        Require.Shape(shape.PageTable.IsEmpty, "keys and values in one piece, where gradients are wanted");
        CheckAll(shape, q.Length, k.Length, v.Length, output.Length, statistics.Length);
        CheckAll(shape, dq.IsEmpty ? q.Length : dq.Length, dk.IsEmpty ? k.Length : dk.Length, dv.IsEmpty ? v.Length : dv.Length, dOutput.Length,
            statistics.Length);
        fixed (float* pq = q, pk = k, pv = v, pOutput = output, pStatistics = statistics, pdOutput = dOutput, pdq = dq, pdk = dk, pdv = dv)
        {
            var pass = new BackwardPass
            {
                Q = pq, K = pk, V = pv, Output = pOutput, Statistics = pStatistics, DOutput = pdOutput, Dq = pdq, Dk = pdk, Dv = pdv,
            };
            AttentionPass.Run(shape, ref pass);
        }
    }

    /// <summary>The sink of head h takes p_i of query i, so dsink_h -= sum_i p_i dO_i output_i.</summary>
    /// <param name="output">As the forward left it.</param>
    /// <param name="statistics">As the forward left them.</param>
    /// <param name="dOutput">Laid out as the output.</param>
    /// <param name="dSinks">[numHeads].</param>
    /// <exception cref="ArgumentException">The shape contradicts itself or has no sinks, or a span is too short for it.</exception>
    public static void SinkGradient(
        in AttentionShape shape, ReadOnlySpan<float> output, ReadOnlySpan<float> statistics, ReadOnlySpan<float> dOutput, Span<float> dSinks)
    {
        AttentionPass.Check(shape);
        Require.Shape(!shape.Sinks.IsEmpty, "sinks");
        CheckOutput(shape, output.Length, statistics.Length);
        CheckOutput(shape, dOutput.Length, statistics.Length);
        Require.Length(dSinks, shape.NumHeads);
        fixed (float* pOutput = output, pStatistics = statistics, pdOutput = dOutput, pdSinks = dSinks)
        {
            var pass = new SinkGradientPass { Output = pOutput, Statistics = pStatistics, DOutput = pdOutput, DSinks = pdSinks };
            AttentionPass.Run(shape, ref pass);
        }
    }

    /// <summary>
    /// A bias that is added to the scores gets ds_ij = p_ij (dO_i v_j - dO_i output_i), summed over the sequences and heads that share it.
    /// </summary>
    /// <param name="q">As in the forward.</param>
    /// <param name="k">As in the forward; not in pages.</param>
    /// <param name="v">As in the forward; not in pages.</param>
    /// <param name="output">As the forward left it.</param>
    /// <param name="statistics">As the forward left them.</param>
    /// <param name="dOutput">Laid out as the output.</param>
    /// <param name="dBias">Added to: element (s, h, i, j) is at the sum of the strides, j next to j + 1.</param>
    /// <param name="strides">Of dBias; 0 for sequences or heads that share it.</param>
    /// <exception cref="ArgumentException">The shape contradicts itself, a span is too short for it, or keys lie in pages.</exception>
    public static void BiasGradient(
        in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, ReadOnlySpan<float> v, ReadOnlySpan<float> output,
        ReadOnlySpan<float> statistics, ReadOnlySpan<float> dOutput, Span<float> dBias, AttentionMapStrides strides)
    {
        Require.Shape(strides.Row >= shape.LongestKey, "rows of a bias that do not overlap");
        for (var s = 0; s < shape.Sequences; s++)
        {
            var (queryLen, keyLen) = (shape.QueryOffsets[s + 1] - shape.QueryOffsets[s], shape.KeyOffsets[s + 1] - shape.KeyOffsets[s]);
            Require.Length(dBias, queryLen == 0 || keyLen == 0 ? 0 : strides.At(s, shape.NumHeads - 1, queryLen - 1) + keyLen);
        }

        ScoreGradients(shape, q, k, v, output, statistics, dOutput, dBias, strides, isRelative: false);
    }

    /// <summary>As <see cref="BiasGradient"/>, summed over all queries and keys at one distance.</summary>
    /// <param name="q">As in the forward.</param>
    /// <param name="k">As in the forward; not in pages.</param>
    /// <param name="v">As in the forward; not in pages.</param>
    /// <param name="output">As the forward left it.</param>
    /// <param name="statistics">As the forward left them.</param>
    /// <param name="dOutput">Laid out as the output.</param>
    /// <param name="dRelativeBias">Added to; laid out as the relative bias of the shape.</param>
    /// <exception cref="ArgumentException">The shape contradicts itself or has no relative bias, a span is too short for it, or keys lie in pages.</exception>
    public static void RelativeBiasGradient(
        in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, ReadOnlySpan<float> v, ReadOnlySpan<float> output,
        ReadOnlySpan<float> statistics, ReadOnlySpan<float> dOutput, Span<float> dRelativeBias)
    {
        Require.Shape(!shape.RelativeBias.IsEmpty, "a relative bias");
        Require.Length(dRelativeBias, shape.RelativeBias.Length);
        ScoreGradients(shape, q, k, v, output, statistics, dOutput, dRelativeBias, new AttentionMapStrides(0, shape.RelativeHeadStride, 0), isRelative: true);
    }

    /// <summary>The weights p_ij of one head over one sequence, before dropout.</summary>
    /// <param name="statistics">As the forward left them.</param>
    /// <param name="sequence">Which sequence.</param>
    /// <param name="head">Which query head.</param>
    /// <param name="weights">[queryLen, keyLen] of that sequence.</param>
    /// <exception cref="ArgumentException">The shape contradicts itself, or a span is too short for it.</exception>
    public static void Weights(
        in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, ReadOnlySpan<float> statistics, int sequence, int head,
        Span<float> weights)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sequence, (uint)shape.Sequences, nameof(sequence));
        Weights(shape, q, k, statistics, sequence, [head], 0, shape.QueryOffsets[sequence + 1] - shape.QueryOffsets[sequence], weights);
    }

    /// <summary>The weights p_ij of some heads and neighbouring queries of one sequence, before dropout.</summary>
    /// <param name="statistics">As the forward left them.</param>
    /// <param name="sequence">Which sequence.</param>
    /// <param name="heads">Which query heads, in any order.</param>
    /// <param name="firstQuery">The first query, counted within its sequence.</param>
    /// <param name="queryCount">How many queries.</param>
    /// <param name="weights">[heads, queryCount, keyLen of that sequence].</param>
    /// <exception cref="ArgumentException">The shape contradicts itself, a span is too short for it, or a head or query is not there.</exception>
    public static void Weights(
        in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, ReadOnlySpan<float> statistics, int sequence,
        ReadOnlySpan<int> heads, int firstQuery, int queryCount, Span<float> weights)
    {
        CheckScores(shape, q.Length, k.Length, statistics.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sequence, (uint)shape.Sequences, nameof(sequence));
        foreach (var head in heads)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)head, (uint)shape.NumHeads, nameof(heads));
        }

        var queryLen = shape.QueryOffsets[sequence + 1] - shape.QueryOffsets[sequence];
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)firstQuery, (uint)queryLen, nameof(firstQuery));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)queryCount, (uint)(queryLen - firstQuery), nameof(queryCount));
        Require.Length(weights, (long)heads.Length * queryCount * (shape.KeyOffsets[sequence + 1] - shape.KeyOffsets[sequence]));
        fixed (float* pq = q, pk = k, pStatistics = statistics, pWeights = weights)
        fixed (int* pHeads = heads)
        {
            var pass = new WeightsPass
            {
                Q = pq, Keys = new KeyValueRows(pk, null, false), Statistics = pStatistics, Sequence = sequence, Heads = pHeads,
                HeadCount = heads.Length, FirstQuery = firstQuery, QueryCount = queryCount, Target = pWeights,
            };
            AttentionPass.Run(shape, ref pass);
        }
    }

    /// <summary>
    /// What is worth knowing of the weights p_ij (before dropout) in O(N) memory, computed again from the statistics and kept
    /// nowhere; no matrix of weights is made. Whatever <paramref name="target"/> has no span for is not computed.
    /// </summary>
    /// <param name="statistics">As the forward left them.</param>
    /// <param name="target">Where to; with the equations.</param>
    /// <exception cref="ArgumentException">The shape contradicts itself, or a span is too short for it.</exception>
    public static void Summarize(
        in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, ReadOnlySpan<float> statistics, in AttentionSummaryTarget target)
    {
        CheckScores(shape, q.Length, k.Length, statistics.Length);
        target.Check(shape);
        fixed (float* pq = q, pk = k, pStatistics = statistics, pQueryWeights = target.QueryWeights, pEntropy = target.Entropy,
            pTopWeights = target.TopWeights, pColumnSums = target.ColumnSums)
        fixed (int* pTopKeys = target.TopKeys)
        {
            var pass = new SummaryPass
            {
                Q = pq, Keys = new KeyValueRows(pk, null, false), Statistics = pStatistics, QueryWeights = pQueryWeights, Entropy = pEntropy,
                TopKeys = pTopKeys, TopWeights = pTopWeights, TopCount = target.TopCount, ColumnSums = pColumnSums,
            };
            AttentionPass.Run(shape, ref pass);
        }
    }

    /// <summary>log sum_j e^s_ij of every head and query, the sink included; -inf where nothing is seen.</summary>
    /// <param name="statistics">[2, numHeads, query tokens].</param>
    /// <param name="logSumExp">[numHeads, query tokens].</param>
    public static void LogSumExp(ReadOnlySpan<float> statistics, Span<float> logSumExp)
    {
        var count = statistics.Length / 2;
        Require.Length(logSumExp, count);
        for (var i = 0; i < count; i++)
        {
            var sum = statistics[count + i];
            logSumExp[i] = sum == 0 ? float.NegativeInfinity : (float)(statistics[i] + Math.Log(sum));
        }
    }

    /// <summary>Whether dropout keeps the weight of key <paramref name="j"/> (within its sequence) for a query row and head.</summary>
    public static bool Keeps(ulong dropoutKey, int head, int queryRow, int j, float rate) =>
        AttentionDropout.Word(dropoutKey, head, queryRow, j) >= DropoutKernel.Threshold(rate);

    private static void CheckAll(in AttentionShape shape, int q, int k, int v, int output, int statistics)
    {
        AttentionPass.Check(shape);
        CheckQueries(shape, q);
        AttentionPass.CheckKeys(shape, k, shape.Key, shape.HeadDim, nameof(k));
        AttentionPass.CheckKeys(shape, v, shape.Value, shape.ValueDim, nameof(v));
        CheckOutput(shape, output, statistics);
    }

    private static void ScoreGradients(
        in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, ReadOnlySpan<float> v, ReadOnlySpan<float> output,
        ReadOnlySpan<float> statistics, ReadOnlySpan<float> dOutput, Span<float> target, AttentionMapStrides strides, bool isRelative)
    {
        Require.Shape(shape.PageTable.IsEmpty, "keys and values in one piece, where gradients are wanted");
        CheckAll(shape, q.Length, k.Length, v.Length, output.Length, statistics.Length);
        CheckOutput(shape, dOutput.Length, statistics.Length);
        fixed (float* pq = q, pk = k, pv = v, pOutput = output, pStatistics = statistics, pdOutput = dOutput, pTarget = target)
        {
            var pass = new BiasPass
            {
                Source = new BiasGradientSource { Q = pq, K = pk, V = pv, Output = pOutput, Statistics = pStatistics, DOutput = pdOutput },
                Target = pTarget,
                Strides = strides,
                IsRelative = isRelative,
            };
            AttentionPass.Run(shape, ref pass);
        }
    }

    private static void CheckScores(in AttentionShape shape, int q, int k, int statistics)
    {
        AttentionPass.Check(shape);
        CheckQueries(shape, q);
        AttentionPass.CheckKeys(shape, k, shape.Key, shape.HeadDim, nameof(k));
        Require.Length(statistics, shape.StatisticsLength, nameof(statistics));
    }

    private static void CheckQueries(in AttentionShape shape, int q) =>
        Require.Length(q, shape.Query.Extent(shape.QueryOffsets, shape.NumHeads, shape.HeadDim), nameof(q));

    private static void CheckOutput(in AttentionShape shape, int output, int statistics)
    {
        Require.Length(output, shape.Output.Extent(shape.QueryOffsets, shape.NumHeads, shape.ValueDim), nameof(output));
        Require.Length(statistics, shape.StatisticsLength, nameof(statistics));
    }

    private struct ForwardPass : IAttentionPass
    {
        public float* Q;
        public KeyValueRows KeysAndValues;
        public float* Output;
        public float* Statistics;

        public readonly void Run<TLanes>(in AttentionProblem problem)
            where TLanes : struct, ILanes<TLanes>
        {
            if (AttentionDecode.Suits(problem))
            {
                AttentionDecode.Run<TLanes>(problem, Q, KeysAndValues, Output, Statistics);
                return;
            }

            var work = new AttentionForward<TLanes> { Problem = problem, Q = Q, KeysAndValues = KeysAndValues, Output = Output, Statistics = Statistics };
            work.Start();
        }
    }

    private struct BackwardPass : IAttentionPass
    {
        public float* Q;
        public float* K;
        public float* V;
        public float* Output;
        public float* Statistics;
        public float* DOutput;
        public float* Dq;
        public float* Dk;
        public float* Dv;

        public readonly void Run<TLanes>(in AttentionProblem problem)
            where TLanes : struct, ILanes<TLanes>
        {
            var work = new AttentionBackward<TLanes>
            {
                Problem = problem, Q = Q, K = K, V = V, Output = Output, Statistics = Statistics, DOutput = DOutput, Dq = Dq, Dk = Dk, Dv = Dv,
            };
            work.Start();
        }
    }

    private struct BiasPass : IAttentionPass
    {
        public BiasGradientSource Source;
        public float* Target;
        public AttentionMapStrides Strides;
        public bool IsRelative;

        public readonly void Run<TLanes>(in AttentionProblem problem)
            where TLanes : struct, ILanes<TLanes>
        {
            var work = new BiasGradientPass<TLanes> { Problem = problem, Source = Source, Target = Target, Strides = Strides, IsRelative = IsRelative };
            work.Start();
        }
    }
}
