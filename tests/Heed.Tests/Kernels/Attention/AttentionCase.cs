using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

/// <summary>Random queries, keys and values, a shape with some features turned on, and what the definition makes of them.</summary>
internal sealed class AttentionCase
{
    private readonly AttentionFeatures features;
    private readonly int[] queryOffsets;
    private readonly int[] keyOffsets;
    private readonly (int Heads, int KeyValueHeads, int HeadDim, int ValueDim) axes;
    private readonly bool[] visible;
    private readonly bool[] map;
    private readonly float[] relative;
    private readonly int longest;
    private readonly int keyLongest;
    private readonly AttentionMapStrides ofAll;

    public AttentionCase(AttentionFeatures features, int[] lengths, int headDim, int valueDim, float amplitude = 1)
    {
        this.features = features;
        queryOffsets = Offsets(lengths);
        keyOffsets = Has(AttentionFeatures.Cross) ? Offsets([.. lengths.Select((length, i) => Math.Max(0, length + (i % 2 == 0 ? 5 : -3)))]) : queryOffsets;
        axes = (4, Has(AttentionFeatures.Grouped) ? 2 : 4, headDim, valueDim);
        longest = lengths.Max() + 5;
        keyLongest = longest;
        ofAll = new AttentionMapStrides(axes.Heads * longest * longest, longest * longest, longest);
        visible = [.. Random(keyOffsets[^1], 5).Select(value => value > -0.4f)];
        map = [.. Random(axes.Heads * longest * longest, 8).Select(value => value > -0.3f)];
        relative = Random(axes.Heads * (longest + keyLongest), 9);
        BiasValues = [.. Random(lengths.Length * axes.Heads * longest * longest, 6).Select(value => value < -0.8f ? float.NegativeInfinity : value)];
        Q = Random(Size(queryOffsets, axes.Heads, headDim, 3), 1, amplitude);
        K = Random(Size(keyOffsets, axes.KeyValueHeads, headDim, 2), 2, amplitude);
        V = Random(Size(keyOffsets, axes.KeyValueHeads, valueDim, 7), 3);
        DOutput = Random(Size(queryOffsets, axes.Heads, valueDim, 1), 4);
        HasBias = Has(AttentionFeatures.Bias);
        Scale = 1.3f / MathF.Sqrt(headDim);
    }

    public float[] Q { get; }

    public float[] K { get; }

    public float[] V { get; }

    public float[] DOutput { get; }

    public float Scale { get; init; }

    /// <summary>How far scores may be off, relative to those near one.</summary>
    public double Looseness { get; init; } = 1;

    public float[] BiasValues
    {
        get;
        init
        {
            field = value;
            HasBias = true;
        }
    }

    public AttentionShape Shape => new()
    {
        NumHeads = axes.Heads,
        NumKeyValueHeads = axes.KeyValueHeads,
        HeadDim = axes.HeadDim,
        ValueDim = axes.ValueDim,
        QueryOffsets = queryOffsets,
        KeyOffsets = keyOffsets,
        Query = Layout(axes.Heads, axes.HeadDim, 3),
        Key = Layout(axes.KeyValueHeads, axes.HeadDim, 2),
        Value = Layout(axes.KeyValueHeads, axes.ValueDim, 7),
        Output = Layout(axes.Heads, axes.ValueDim, 1),
        Scale = Scale,
        WindowRight = Has(AttentionFeatures.Causal) ? 0 : -1,
        WindowLeft = Has(AttentionFeatures.Left) ? 6 : -1,
        AlignsTopLeft = Has(AttentionFeatures.TopLeft) && !Has(AttentionFeatures.Relative),
        KeyVisible = Has(AttentionFeatures.Hidden) ? visible : default,
        PrefixLengths = Has(AttentionFeatures.Prefix) ? Numbered(queryOffsets.Length - 1, s => (s * 3) + 1) : default,
        QuerySegments = Has(AttentionFeatures.Segments) ? Numbered(queryOffsets[^1], i => i / 11 % 3) : default,
        KeySegments = Has(AttentionFeatures.Segments) ? Numbered(keyOffsets[^1], i => i / 11 % 3) : default,
        Visible = Has(AttentionFeatures.Map) ? map : default,
        VisibleStrides = new AttentionMapStrides(0, longest * longest, longest),
        Bias = HasBias ? BiasValues : default,
        BiasStrides = BiasValues.Length == 36 ? new(0, 0, 6) : ofAll,
        RelativeBias = Has(AttentionFeatures.Relative) ? relative : default,
        RelativeOrigin = longest - 1,
        RelativeHeadStride = longest + keyLongest,
        AlibiSlopes = Has(AttentionFeatures.Alibi) ? [0.5f, 0.25f, 0.125f, 0.0625f] : default,
        SoftCap = Has(AttentionFeatures.Cap) ? 1.5f : 0,
        Sinks = Has(AttentionFeatures.Sinks) ? [0.5f, -1, 2, 0] : default,
        DropoutRate = Has(AttentionFeatures.Dropout) ? 0.2f : 0,
        DropoutKey = 99,
    };

    private bool HasBias { get; set; }

    public void AssertAgreement()
    {
        var what = $"{features} {axes}";
        var (expected, expectedLogSumExp) = Definition();
        var (output, statistics) = Forward();
        AssertClose(expectedLogSumExp, LogSumExp(statistics), 4e-6, what + " log-sum-exp");
        AssertClose(expected, output, 4e-6 * Looseness, what + " output");
        var (dq, dk, dv) = (new double[Q.Length], new double[K.Length], new double[V.Length]);
        AttentionReference.Backward(Shape, Q, K, V, DOutput, dq, dk, dv);
        var actual = Backward(output, statistics);
        AssertClose([.. dq.Select(value => (float)value + 1)], actual.Dq, 2e-5 * Looseness, what + " dq");
        AssertClose([.. dk.Select(value => (float)value + 2)], actual.Dk, 2e-5 * Looseness, what + " dk");
        AssertClose([.. dv.Select(value => (float)value + 3)], actual.Dv, 2e-5 * Looseness, what + " dv");
        AssertScoreGradients(output, statistics, what);
        AssertWeights(queryOffsets.Length - 2, axes.Heads - 1, what);
    }

    /// <summary>What is added to the scores gets their gradients: a bias in whatever way it is shared, and one of distances.</summary>
    private void AssertScoreGradients(float[] output, float[] statistics, string what)
    {
        AttentionMapStrides[] shared = [ofAll, ofAll with { Sequence = 0 }, new(longest * longest, 0, longest), new(0, 0, longest)];
        var bias = shared.Select(strides => BiasGradient(output, statistics, strides)).ToArray();
        var expected = bias.Select(actual => Enumerable.Repeat(1d, actual.Length).ToArray()).ToArray();
        var expectedRelative = Enumerable.Repeat(1d, relative.Length).ToArray();
        EachScoreGradient((s, h, i, j, gradient) =>
        {
            for (var way = 0; way < shared.Length; way++)
            {
                expected[way][(s * shared[way].Sequence) + (h * shared[way].Head) + (i * shared[way].Row) + j] += gradient;
            }

            expectedRelative[(h * Shape.RelativeHeadStride) + Shape.RelativeOrigin + ScoreReference.Place(Shape, s, i) - j] += gradient;
        });
        for (var way = 0; way < shared.Length; way++)
        {
            AssertClose([.. expected[way].Select(value => (float)value)], bias[way], 2e-5 * Looseness, $"{what} bias {shared[way]}");
        }

        if (Has(AttentionFeatures.Relative))
        {
            AssertClose([.. expectedRelative.Select(value => (float)value)], RelativeBiasGradient(output, statistics), 2e-5 * Looseness, what + " relative bias");
        }
    }

    private void EachScoreGradient(Action<int, int, int, int, double> action)
    {
        for (var s = 0; s < Shape.Sequences; s++)
        {
            for (var h = 0; h < axes.Heads; h++)
            {
                for (var i = 0; i < ScoreReference.QueryLength(Shape, s); i++)
                {
                    var weights = AttentionReference.Weights(Shape, Q, K, s, h, i, out _);
                    var gradients = AttentionReference.ScoreGradients(Shape, V, DOutput, s, h, i, weights);
                    for (var j = 0; j < gradients.Length; j++)
                    {
                        action(s, h, i, j, gradients[j]);
                    }
                }
            }
        }
    }

    public (float[] Output, float[] LogSumExp) Definition()
    {
        var (output, logSumExp) = (new float[DOutput.Length], new float[axes.Heads * queryOffsets[^1]]);
        AttentionReference.Forward(Shape, Q, K, V, output, logSumExp);
        return (output, logSumExp);
    }

    public (float[] Output, float[] Statistics) Forward()
    {
        var (output, statistics) = (new float[DOutput.Length], new float[Shape.StatisticsLength]);
        AttentionKernel.Forward(Shape, Q, K, V, output, statistics);
        return (output, statistics);
    }

    /// <summary>Gradients are added to what is there, also between the rows, where nothing is added.</summary>
    public (float[] Dq, float[] Dk, float[] Dv) Backward(float[] output, float[] statistics)
    {
        var (dq, dk, dv) = (Enumerable.Repeat(1f, Q.Length).ToArray(), Enumerable.Repeat(2f, K.Length).ToArray(), Enumerable.Repeat(3f, V.Length).ToArray());
        AttentionKernel.Backward(Shape, Q, K, V, output, statistics, DOutput, dq, dk, dv);
        return (dq, dk, dv);
    }

    public float[] BiasGradient(float[] output, float[] statistics, AttentionMapStrides strides)
    {
        var gradient = Enumerable.Repeat(1f, BiasValues.Length).ToArray();
        AttentionKernel.BiasGradient(Shape, Q, K, V, output, statistics, DOutput, gradient, strides);
        return gradient;
    }

    public float[] RelativeBiasGradient(float[] output, float[] statistics)
    {
        var gradient = Enumerable.Repeat(1f, relative.Length).ToArray();
        AttentionKernel.RelativeBiasGradient(Shape, Q, K, V, output, statistics, DOutput, gradient);
        return gradient;
    }

    public float[] Weights(int sequence, int head)
    {
        var weights = new float[ScoreReference.QueryLength(Shape, sequence) * ScoreReference.KeyLength(Shape, sequence)];
        AttentionKernel.Weights(Shape, Q, K, Forward().Statistics, sequence, head, weights);
        return weights;
    }

    public float[] RunAll()
    {
        var (output, statistics) = Forward();
        var (dq, dk, dv) = Backward(output, statistics);
        float[] relativeGradient = Has(AttentionFeatures.Relative) ? RelativeBiasGradient(output, statistics) : [];
        return [.. output, .. statistics, .. dq, .. dk, .. dv, .. BiasGradient(output, statistics, ofAll with { Sequence = 0 }), .. relativeGradient];
    }

    public static float[] LogSumExp(float[] statistics)
    {
        var logSumExp = new float[statistics.Length / 2];
        AttentionKernel.LogSumExp(statistics, logSumExp);
        return logSumExp;
    }

    private void AssertWeights(int sequence, int head, string what)
    {
        var weights = Weights(sequence, head);
        var keyLen = ScoreReference.KeyLength(Shape, sequence);
        for (var i = 0; i < ScoreReference.QueryLength(Shape, sequence); i++)
        {
            var expected = AttentionReference.Weights(Shape, Q, K, sequence, head, i, out _);
            AssertClose([.. expected.Select(weight => (float)weight)], weights.AsSpan(i * keyLen, keyLen), 4e-6 * Looseness, what + " weights");
        }
    }

    private bool Has(AttentionFeatures feature) => features.HasFlag(feature);

    // Token by token with a gap after each, or head by head with room for the longest.
    private AttentionLayout Layout(int heads, int dim, int gap) => Has(AttentionFeatures.HeadMajor)
        ? AttentionLayout.Heads(heads, longest, dim)
        : AttentionLayout.Tokens(heads, dim, (heads * dim) + gap);

    private int Size(int[] offsets, int heads, int dim, int gap) => Has(AttentionFeatures.HeadMajor)
        ? (offsets.Length - 1) * heads * longest * dim
        : offsets[^1] * ((heads * dim) + gap);

    private static int[] Numbered(int count, Func<int, int> value) => [.. Enumerable.Range(0, count).Select(value)];

    private static int[] Offsets(int[] lengths)
    {
        var offsets = new int[lengths.Length + 1];
        for (var i = 0; i < lengths.Length; i++)
        {
            offsets[i + 1] = offsets[i] + lengths[i];
        }

        return offsets;
    }
}
