using Heed.Kernels;
using static Heed.Tests.Kernels.AttentionFeatures;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class AttentionTests
{
    private static readonly AttentionFeatures[] Single = [.. Enumerable.Range(0, 16).Select(bit => (AttentionFeatures)(1 << bit))];

    [Fact]
    public void Every_pair_of_features_agrees_with_the_definition()
    {
        foreach (var first in Single)
        {
            foreach (var second in Single)
            {
                new AttentionCase(first | second, [1, 7, 0, 19, 34, 2], 5, 3).AssertAgreement();
            }
        }
    }

    [Fact]
    public void Many_features_at_once_agree_with_the_definition()
    {
        var random = new Random(3);
        for (var i = 0; i < 150; i++)
        {
            new AttentionCase((AttentionFeatures)random.Next(1 << 16), [1, 7, 0, 19, 34, 2], 16, 16).AssertAgreement();
        }
    }

    [Theory]
    [InlineData(32, 32)]
    [InlineData(64, 64)]
    [InlineData(80, 48)]
    [InlineData(13, 70)]
    public void Longer_sequences_agree_with_the_definition(int headDim, int valueDim)
    {
        foreach (var features in (AttentionFeatures[])[Plain, Causal, Left | Causal | Grouped, Hidden | Bias | Dropout, Relative | Cap | Sinks | HeadMajor,
            Segments | Map | Alibi, All])
        {
            new AttentionCase(features, [75, 16, 33, 237], headDim, valueDim).AssertAgreement();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(511)]
    [InlineData(512)]
    public void Any_head_dim_agrees_with_the_definition(int headDim) =>
        new AttentionCase(Causal | Cross, [19, 3], headDim, headDim).AssertAgreement();

    [Fact]
    public void Keys_in_pieces_agree_with_the_definition() =>
        new AttentionCase(Causal | Grouped | Cap, [1187], 8, 8).AssertAgreement();

    [Fact]
    public void Scores_far_apart_do_not_overflow()
    {
        var @case = new AttentionCase(Plain, [37, 5], 8, 8) { Scale = 300, Looseness = 300 };
        @case.AssertAgreement();
    }

    [Fact]
    public void A_query_that_sees_nothing_gets_zeros_and_gives_none()
    {
        // The first of two sequences is hidden altogether.
        var layout = AttentionLayout.Tokens(2, 8);
        var shape = new AttentionShape
        {
            NumHeads = 2, NumKeyValueHeads = 2, HeadDim = 8, ValueDim = 8, QueryOffsets = [0, 3, 5], KeyOffsets = [0, 3, 5],
            Query = layout, Key = layout, Value = layout, Output = layout, Scale = 1, KeyVisible = [false, false, false, true, true],
        };
        var (q, k, v, dOutput) = (Random(80, 1), Random(80, 2), Random(80, 3), Random(80, 4));
        var (output, statistics, dq, dk, dv) = (Random(80, 5), new float[20], new float[80], new float[80], new float[80]);
        AttentionKernel.Forward(shape, q, k, v, output, statistics);
        AttentionKernel.Backward(shape, q, k, v, output, statistics, dOutput, dq, dk, dv);
        var weights = Random(9, 6);
        AttentionKernel.Weights(shape, q, k, statistics, 0, 1, weights);
        foreach (var nothing in (float[][])[output[..48], dq[..48], dk[..48], dv[..48], weights])
        {
            Assert.All(nothing, value => Assert.Equal(0, value));
        }

        var logSumExp = AttentionCase.LogSumExp(statistics);
        Assert.All((float[])[.. logSumExp[..3], .. logSumExp[5..8]], value => Assert.Equal(float.NegativeInfinity, value));
        Assert.All((float[])[.. output, .. dq, .. dk, .. dv], value => Assert.True(float.IsFinite(value)));
        Assert.Contains(output[48..], value => value != 0);
    }

    [Fact]
    public void Rows_of_weights_sum_to_one()
    {
        var @case = new AttentionCase(Causal | Hidden | Dropout, [53], 16, 16);
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
        var @case = new AttentionCase(Plain, [6], 8, 8) { BiasValues = bias };
        Assert.All(@case.Weights(0, 0), weight => Assert.Equal(1 / 6f, weight, 1e-6f));
    }

    [Theory]
    [InlineData(Plain)]
    [InlineData(Causal | Relative | Cap | Sinks | HeadMajor)]
    [InlineData(Grouped | Causal | Dropout)]
    public void Any_number_of_threads_gives_the_same_bits(AttentionFeatures features)
    {
        AssertSameBitsOnAnyTeam(() => new AttentionCase(features, [131, 16, 67, 33], 32, 32).RunAll());
        AssertSameBitsOnAnyTeam(() => new AttentionCase(features, [1187], 16, 8).RunAll());
    }

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
}
