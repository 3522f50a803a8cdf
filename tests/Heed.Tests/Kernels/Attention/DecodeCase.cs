using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

/// <summary>A few queries of each sequence against keys of a cache, with some features turned on.</summary>
internal sealed class DecodeCase
{
    private readonly AttentionFeatures features;
    private readonly int[] queryOffsets;
    private readonly int[] keyOffsets;
    private readonly (int Heads, int KeyValueHeads, int HeadDim, int ValueDim) axes;
    private readonly int longest;
    private readonly int queryLongest;
    private readonly bool[] visible;
    private readonly bool[] map;
    private readonly float[] bias;
    private readonly float[] relative;
    private readonly float[] q;
    private readonly float[] k;
    private readonly float[] v;

    public DecodeCase(AttentionFeatures features, (int Queries, int Keys)[] lengths, int headDim, int valueDim, int heads = 4, int group = 2)
    {
        this.features = features;
        queryOffsets = Offsets(lengths.Select(length => length.Queries));
        keyOffsets = Offsets(lengths.Select(length => length.Keys));
        axes = (heads, Has(AttentionFeatures.Grouped) ? heads / group : heads, headDim, valueDim);
        (queryLongest, longest) = (lengths.Max(length => length.Queries), lengths.Max(length => length.Keys));
        visible = [.. Random(keyOffsets[^1], 5).Select(value => value > -0.4f)];
        map = [.. Random(heads * queryLongest * longest, 8).Select(value => value > -0.3f)];
        bias = [.. Random(lengths.Length * heads * queryLongest * longest, 6).Select(value => value < -0.8f ? float.NegativeInfinity : value)];
        relative = Random(heads * (longest + queryLongest), 9);
        q = Random(queryOffsets[^1] * heads * headDim, 1);
        k = Random(Size(headDim), 2);
        v = Random(Size(valueDim), 3);
        for (var s = 0; s < lengths.Length && Has(AttentionFeatures.Hidden); s++)
        {
            for (var j = 0; j < lengths[s].Keys; j += 5)
            {
                visible[keyOffsets[s] + j] = false;
                Fill(k, ScoreReference.Key(Shape, s, heads - 1, j), headDim);
                Fill(v, ScoreReference.Value(Shape, s, heads - 1, j), valueDim);
            }
        }

        static void Fill(float[] rows, int start, int dim) => rows.AsSpan(start, dim).Fill(float.NaN);
    }

    public AttentionShape Shape => new()
    {
        NumHeads = axes.Heads,
        NumKeyValueHeads = axes.KeyValueHeads,
        HeadDim = axes.HeadDim,
        ValueDim = axes.ValueDim,
        QueryOffsets = queryOffsets,
        KeyOffsets = keyOffsets,
        Query = AttentionLayout.Tokens(axes.Heads, axes.HeadDim),
        Key = Layout(axes.HeadDim),
        Value = Layout(axes.ValueDim),
        Output = AttentionLayout.Tokens(axes.Heads, axes.ValueDim),
        Scale = 1.3f / MathF.Sqrt(axes.HeadDim),
        WindowRight = Has(AttentionFeatures.Causal) ? 0 : -1,
        WindowLeft = Has(AttentionFeatures.Left) ? longest / 2 : -1,
        AlignsTopLeft = Has(AttentionFeatures.TopLeft) && !Has(AttentionFeatures.Relative),
        KeyVisible = Has(AttentionFeatures.Hidden) ? visible : default,
        PrefixLengths = Has(AttentionFeatures.Prefix) ? Enumerable.Range(3, queryOffsets.Length - 1).ToArray() : default,
        QuerySegments = Has(AttentionFeatures.Segments) ? Enumerable.Range(0, queryOffsets[^1]).Select(i => i / 2 % 3).ToArray() : default,
        KeySegments = Has(AttentionFeatures.Segments) ? Enumerable.Range(0, keyOffsets[^1]).Select(j => j / 71 % 3).ToArray() : default,
        Visible = Has(AttentionFeatures.Map) ? map : default,
        VisibleStrides = new AttentionMapStrides(0, queryLongest * longest, longest),
        Bias = Has(AttentionFeatures.Bias) ? bias : default,
        BiasStrides = new AttentionMapStrides(axes.Heads * queryLongest * longest, queryLongest * longest, longest),
        RelativeBias = Has(AttentionFeatures.Relative) ? relative : default,
        RelativeOrigin = queryLongest - 1,
        RelativeHeadStride = longest + queryLongest,
        AlibiSlopes = Has(AttentionFeatures.Alibi) ? Enumerable.Range(1, axes.Heads).Select(h => MathF.Pow(2, -h - 2)).ToArray() : default,
        SoftCap = Has(AttentionFeatures.Cap) ? 1.5f : 0,
        Sinks = Has(AttentionFeatures.Sinks) ? Random(axes.Heads, 10) : default,
        DropoutRate = Has(AttentionFeatures.Dropout) ? 0.2f : 0,
        DropoutKey = 99,
    };

    public void AssertAgreement()
    {
        var what = $"{features} {axes} {string.Join(' ', queryOffsets)}";
        var (output, logSumExp) = Definition(k, v);
        var (actual, statistics) = Forward();
        AssertClose(output, actual, 4e-6, what + " output");
        AssertClose(logSumExp, AttentionCase.LogSumExp(statistics), 4e-6, what + " log-sum-exp");
        var (s, head) = (queryOffsets.Length - 2, axes.Heads - 1);
        var (queryLen, keyLen) = (ScoreReference.QueryLength(Shape, s), ScoreReference.KeyLength(Shape, s));
        var weights = new float[queryLen * keyLen];
        AttentionKernel.Weights(Shape, q, k, statistics, s, head, weights);
        for (var i = 0; i < queryLen; i++)
        {
            var expected = AttentionReference.Weights(Shape, q, k, s, head, i, out _);
            AssertClose([.. expected.Select(weight => (float)weight)], weights.AsSpan(i * keyLen, keyLen), 4e-6, what + " weights");
        }
    }

    /// <summary>Pages in another order, and somewhere else in memory, change nothing but roundings.</summary>
    public void AssertAgreementInPages(int pageSize)
    {
        var count = queryOffsets.Length - 1;
        var pages = (longest + pageSize - 1) / pageSize;
        var table = Enumerable.Range(0, count * pages).Reverse().ToArray();
        var shape = Shape with
        {
            PageTable = table,
            PageSize = pageSize,
            Key = AttentionLayout.Heads(axes.KeyValueHeads, pageSize, axes.HeadDim),
            Value = AttentionLayout.Heads(axes.KeyValueHeads, pageSize, axes.ValueDim),
        };
        float[] pagedK = new float[table.Length * pageSize * axes.KeyValueHeads * axes.HeadDim];
        float[] pagedV = new float[table.Length * pageSize * axes.KeyValueHeads * axes.ValueDim];
        for (var s = 0; s < count; s++)
        {
            for (var head = 0; head < axes.Heads; head++)
            {
                for (var j = 0; j < ScoreReference.KeyLength(Shape, s); j++)
                {
                    k.AsSpan(ScoreReference.Key(Shape, s, head, j), axes.HeadDim).CopyTo(pagedK.AsSpan(ScoreReference.Key(shape, s, head, j)));
                    v.AsSpan(ScoreReference.Value(Shape, s, head, j), axes.ValueDim).CopyTo(pagedV.AsSpan(ScoreReference.Value(shape, s, head, j)));
                }
            }
        }

        var (expected, expectedStatistics) = Forward();
        var (output, statistics) = (new float[expected.Length], new float[expectedStatistics.Length]);
        AttentionKernel.Forward(shape, q, pagedK, pagedV, output, statistics);
        AssertClose(expected, output, 2e-6, $"pages of {pageSize}");
        AssertClose(AttentionCase.LogSumExp(expectedStatistics), AttentionCase.LogSumExp(statistics), 2e-6, $"pages of {pageSize}");
    }

    public void AssertAgreementInBfloat16()
    {
        var (halfK, halfV) = (Round(k), Round(v));
        var (expected, _) = Definition(Widen(halfK), Widen(halfV));
        var (output, statistics) = (new float[expected.Length], new float[Shape.StatisticsLength]);
        AttentionKernel.Forward(Shape, q, halfK, halfV, output, statistics);
        AssertClose(expected, output, 4e-6, $"{features} {axes} bfloat16");

        static ushort[] Round(float[] values) => [.. values.Select(value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16))];
        static float[] Widen(ushort[] values) => [.. values.Select(value => BitConverter.UInt32BitsToSingle((uint)value << 16))];
    }

    public (float[] Output, float[] Statistics) Forward()
    {
        var (output, statistics) = (new float[queryOffsets[^1] * axes.Heads * axes.ValueDim], new float[Shape.StatisticsLength]);
        AttentionKernel.Forward(Shape, q, k, v, output, statistics);
        return (output, statistics);
    }

    private (float[] Output, float[] LogSumExp) Definition(float[] keys, float[] values)
    {
        var (output, logSumExp) = (new float[queryOffsets[^1] * axes.Heads * axes.ValueDim], new float[axes.Heads * queryOffsets[^1]]);
        AttentionReference.Forward(Shape, q, keys, values, output, logSumExp);
        return (output, logSumExp);
    }

    private bool Has(AttentionFeatures feature) => features.HasFlag(feature);

    private AttentionLayout Layout(int dim) => Has(AttentionFeatures.HeadMajor)
        ? AttentionLayout.Heads(axes.KeyValueHeads, longest, dim)
        : AttentionLayout.Tokens(axes.KeyValueHeads, dim);

    private int Size(int dim) =>
        (Has(AttentionFeatures.HeadMajor) ? (keyOffsets.Length - 1) * longest : keyOffsets[^1]) * axes.KeyValueHeads * dim;

    private static int[] Offsets(IEnumerable<int> lengths)
    {
        var total = 0;
        return [0, .. lengths.Select(length => total += length)];
    }
}
