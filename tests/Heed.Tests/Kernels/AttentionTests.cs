using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class AttentionTests
{
    /// <summary>What a case turns on; every subset is tried.</summary>
    [Flags]
    private enum Feature
    {
        Plain = 0,
        Grouped = 1,
        Cross = 2,
        Causal = 4,
        Left = 8,
        Hidden = 16,
        Bias = 32,
        Dropout = 64,
        TopLeft = 128,
        All = 255,
    }

    [Fact]
    public void Every_combination_of_features_agrees_with_the_definition()
    {
        for (var features = Feature.Plain; features <= Feature.All; features++)
        {
            foreach (var (headDim, valueDim) in ((int, int)[])[(5, 3), (16, 16)])
            {
                new AttentionCase(features, [1, 7, 0, 19, 34, 2], headDim, valueDim).AssertAgreement();
            }
        }
    }

    [Theory]
    [InlineData(32, 32)]
    [InlineData(64, 64)]
    [InlineData(80, 48)]
    [InlineData(13, 70)]
    public void Longer_sequences_agree_with_the_definition(int headDim, int valueDim)
    {
        foreach (var features in (Feature[])[Feature.Plain, Feature.Causal, Feature.Left | Feature.Causal | Feature.Grouped,
            Feature.Hidden | Feature.Bias | Feature.Dropout, Feature.All])
        {
            new AttentionCase(features, [75, 16, 33, 137], headDim, valueDim).AssertAgreement();
        }
    }

    [Fact]
    public void Scores_far_apart_do_not_overflow()
    {
        var @case = new AttentionCase(Feature.Plain, [37, 5], 8, 8) { Scale = 300 };
        @case.AssertAgreement();
    }

    [Fact]
    public void A_query_that_sees_nothing_gets_zeros_and_gives_none()
    {
        // The first of two sequences is hidden altogether.
        var shape = new AttentionShape
        {
            NumHeads = 2, NumKeyValueHeads = 2, HeadDim = 8, ValueDim = 8, QueryOffsets = [0, 3, 5], KeyOffsets = [0, 3, 5],
            QueryStride = 16, KeyStride = 16, ValueStride = 16, OutputStride = 16, Scale = 1, KeyVisible = [false, false, false, true, true],
        };
        var (q, k, v, dOutput) = (Random(80, 1), Random(80, 2), Random(80, 3), Random(80, 4));
        var (output, logSumExp, dq, dk, dv) = (Random(80, 5), new float[10], new float[80], new float[80], new float[80]);
        AttentionKernel.Forward(shape, q, k, v, output, logSumExp);
        AttentionKernel.Backward(shape, q, k, v, output, logSumExp, dOutput, dq, dk, dv);
        var weights = Random(9, 6);
        AttentionKernel.Weights(shape, q, k, logSumExp, 0, 1, weights);
        foreach (var nothing in (float[][])[output[..48], dq[..48], dk[..48], dv[..48], weights])
        {
            Assert.All(nothing, value => Assert.Equal(0, value));
        }

        Assert.All((float[])[.. logSumExp[..3], .. logSumExp[5..8]], value => Assert.Equal(float.NegativeInfinity, value));
        Assert.All((float[])[.. output, .. dq, .. dk, .. dv], value => Assert.True(float.IsFinite(value)));
        Assert.Contains(output[48..], value => value != 0);
    }

    [Fact]
    public void Rows_of_weights_sum_to_one()
    {
        var @case = new AttentionCase(Feature.Causal | Feature.Hidden | Feature.Dropout, [53], 16, 16);
        foreach (var row in @case.Weights(0, 1).Chunk(53).Skip(3))
        {
            Assert.Equal(1, row.Sum(), 1e-5);
        }
    }

    [Fact]
    public void A_mask_of_the_most_negative_number_averages_what_it_hides()
    {
        // What transformers adds to hidden scores; where it hides all, nothing tells the keys apart.
        var bias = Enumerable.Repeat(float.MinValue, 36).ToArray();
        var @case = new AttentionCase(Feature.Plain, [6], 8, 8) { BiasValues = bias };
        @case.AssertAgreement();
        Assert.All(@case.Weights(0, 0), weight => Assert.Equal(1 / 6f, weight, 1e-6f));
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits() =>
        AssertSameBitsOnAnyTeam(() => new AttentionCase(Feature.Grouped | Feature.Causal | Feature.Dropout, [131, 16, 67, 33], 32, 32).RunAll());

    [Fact]
    public void Outputs_and_gradients_agree_with_PyTorch()
    {
        var cases = Goldens.Operator("sdpa").Where(golden => golden.Shape("q").Length == 4).ToList();
        Assert.True(cases.Count > 50);
        foreach (var golden in cases)
        {
            SdpaGolden.AssertAgreement(golden);
        }
    }

    private sealed class AttentionCase
    {
        private readonly Feature features;
        private readonly int[] queryOffsets;
        private readonly int[] keyOffsets;
        private readonly (int Heads, int KeyValueHeads, int HeadDim, int ValueDim) axes;
        private readonly (int Query, int Key, int Value, int Output) strides;
        private readonly bool[] visible;
        private readonly float[] q;
        private readonly float[] k;
        private readonly float[] v;
        private readonly float[] dOutput;
        private readonly int longest;

        public AttentionCase(Feature features, int[] lengths, int headDim, int valueDim)
        {
            this.features = features;
            queryOffsets = Offsets(lengths);
            keyOffsets = features.HasFlag(Feature.Cross) ? Offsets([.. lengths.Select((length, i) => Math.Max(0,
                length + (i % 2 == 0 ? 5 : -3)))]) : queryOffsets;
            axes = (4, features.HasFlag(Feature.Grouped) ? 2 : 4, headDim, valueDim);
            strides = ((axes.Heads * headDim) + 3, (axes.KeyValueHeads * headDim) + 2, (axes.KeyValueHeads * valueDim) + 7,
                (axes.Heads * valueDim) + 1);
            visible = [.. Random(keyOffsets[^1], 5).Select(value => value > -0.4f)];
            longest = lengths.Max() + 5;
            BiasValues = [.. Random(lengths.Length * axes.Heads * longest * longest,
                6).Select(value => value < -0.8f ? float.NegativeInfinity : value)];
            (q, k, v) = (Random(queryOffsets[^1] * strides.Query, 1), Random(keyOffsets[^1] * strides.Key, 2),
                Random(keyOffsets[^1] * strides.Value, 3));
            dOutput = Random(queryOffsets[^1] * strides.Output, 4);
            HasBias = features.HasFlag(Feature.Bias);
            Scale = 1.3f / MathF.Sqrt(headDim);
        }

        public float Scale { get; init; }

        public float[] BiasValues
        {
            get;
            init
            {
                field = value;
                HasBias = true;
            }
        }

        private bool HasBias { get; set; }

        private AttentionShape Shape => new()
        {
            NumHeads = axes.Heads,
            NumKeyValueHeads = axes.KeyValueHeads,
            HeadDim = axes.HeadDim,
            ValueDim = axes.ValueDim,
            QueryOffsets = queryOffsets,
            KeyOffsets = keyOffsets,
            QueryStride = strides.Query,
            KeyStride = strides.Key,
            ValueStride = strides.Value,
            OutputStride = strides.Output,
            Scale = Scale,
            WindowRight = features.HasFlag(Feature.Causal) ? 0 : -1,
            WindowLeft = features.HasFlag(Feature.Left) ? 6 : -1,
            AlignsTopLeft = features.HasFlag(Feature.TopLeft),
            KeyVisible = features.HasFlag(Feature.Hidden) ? visible : default,
            Bias = HasBias ? BiasValues : default,
            BiasSequenceStride = BiasValues.Length == 36 ? 0 : axes.Heads * longest * longest,
            BiasHeadStride = BiasValues.Length == 36 ? 0 : longest * longest,
            BiasRowStride = BiasValues.Length == 36 ? 6 : longest,
            DropoutRate = features.HasFlag(Feature.Dropout) ? 0.2f : 0,
            DropoutKey = 99,
        };

        public void AssertAgreement()
        {
            var what = $"{features} {axes}";
            var (expected, expectedLogSumExp) = (new float[dOutput.Length], new float[axes.Heads * queryOffsets[^1]]);
            AttentionReference.Forward(Shape, q, k, v, expected, expectedLogSumExp);
            var (output, logSumExp) = Forward();
            AssertClose(expectedLogSumExp, logSumExp, 4e-6, what + " log-sum-exp");
            AssertClose(expected, output, 4e-6 * Math.Max(1, Scale), what + " output");
            var (dq, dk, dv) = (new double[q.Length], new double[k.Length], new double[v.Length]);
            AttentionReference.Backward(Shape, q, k, v, dOutput, dq, dk, dv);
            var actual = Backward(output, logSumExp);
            AssertClose([.. dq.Select(value => (float)value + 1)], actual.Dq, 2e-5 * Math.Max(1, Scale), what + " dq");
            AssertClose([.. dk.Select(value => (float)value + 2)], actual.Dk, 2e-5 * Math.Max(1, Scale), what + " dk");
            AssertClose([.. dv.Select(value => (float)value + 3)], actual.Dv, 2e-5 * Math.Max(1, Scale), what + " dv");
            var (last, head) = (queryOffsets.Length - 2, axes.Heads - 1);
            var weights = Weights(last, head);
            var keyLen = keyOffsets[^1] - keyOffsets[last];
            for (var row = queryOffsets[last]; row < queryOffsets[^1]; row++)
            {
                var expectedWeights = AttentionReference.Weights(Shape, q, k, last, head, row, out _);
                AssertClose([.. expectedWeights.Select(weight => (float)weight)],
                    weights.AsSpan((row - queryOffsets[last]) * keyLen, keyLen), 4e-6 * Math.Max(1, Scale), what + " weights");
            }
        }

        public float[] Weights(int sequence, int head)
        {
            var weights = new float[(queryOffsets[sequence + 1] - queryOffsets[sequence]) * (keyOffsets[sequence + 1] - keyOffsets[sequence])];
            AttentionKernel.Weights(Shape, q, k, Forward().LogSumExp, sequence, head, weights);
            return weights;
        }

        public float[] RunAll()
        {
            var (output, logSumExp) = Forward();
            var (dq, dk, dv) = Backward(output, logSumExp);
            return [.. output, .. logSumExp, .. dq, .. dk, .. dv];
        }

        private (float[] Output, float[] LogSumExp) Forward()
        {
            var (output, logSumExp) = (new float[dOutput.Length], new float[axes.Heads * queryOffsets[^1]]);
            AttentionKernel.Forward(Shape, q, k, v, output, logSumExp);
            return (output, logSumExp);
        }

        private (float[] Dq, float[] Dk, float[] Dv) Backward(float[] output, float[] logSumExp)
        {
            // Gradients are added to what is there, also between the rows, where nothing is added.
            var (dq, dk, dv) = (Enumerable.Repeat(1f, q.Length).ToArray(), Enumerable.Repeat(2f, k.Length).ToArray(),
                Enumerable.Repeat(3f, v.Length).ToArray());
            AttentionKernel.Backward(Shape, q, k, v, output, logSumExp, dOutput, dq, dk, dv);
            return (dq, dk, dv);
        }

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
}
