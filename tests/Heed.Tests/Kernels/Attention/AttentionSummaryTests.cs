using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.AttentionFeatures;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class AttentionSummaryTests
{
    [Fact]
    public void Each_feature_agrees_with_the_definition()
    {
        for (var bit = 0; bit < 16; bit++)
        {
            AssertAgreement(new AttentionCase((AttentionFeatures)(1 << bit), [1, 7, 0, 19, 67, 2], 5, 3), 3);
        }
    }

    [Fact]
    public void Many_features_at_once_agree_with_the_definition()
    {
        var random = new Random(5);
        for (var i = 0; i < 60; i++)
        {
            AssertAgreement(new AttentionCase((AttentionFeatures)random.Next(1 << 16), [1, 7, 0, 19, 34, 2], 16, 16), random.Next(1, 17));
        }
    }

    [Theory]
    [InlineData(Plain, 13)]
    [InlineData(Causal | Grouped, 64)]
    [InlineData(Hidden | Bias | Sinks, 31)]
    public void Longer_sequences_agree_with_the_definition(AttentionFeatures features, int headDim) =>
        AssertAgreement(new AttentionCase(features, [75, 16, 33, 397], headDim, 8), 5);

    [Fact]
    public void Scores_far_apart_and_large_agree_with_the_definition() =>
        AssertAgreement(new AttentionCase(Plain, [37, 5], 8, 8) { Scale = 300, Looseness = 300 }, 1);

    [Fact]
    public void Equal_weights_go_to_the_smaller_key_and_have_the_entropy_of_a_fair_die()
    {
        var @case = new AttentionCase(Plain, [6], 8, 8, amplitude: 0);
        var summary = new Summary(@case, 4);
        Assert.All(summary.TopKeys.Chunk(4), keys => Assert.Equal([0, 1, 2, 3], keys));
        Assert.All(summary.Entropy, entropy => Assert.Equal(Math.Log(6), entropy, 1e-6));
        Assert.All(summary.ColumnSums, sum => Assert.Equal(1, sum, 1e-6));
    }

    [Fact]
    public void What_is_not_wanted_changes_nothing_of_the_rest()
    {
        var @case = new AttentionCase(Causal | Sinks, [53, 7], 16, 16);
        var (all, statistics) = (new Summary(@case, 2), @case.Forward().Statistics);
        var (entropy, sums, top, keys) = (new float[all.Entropy.Length], new float[all.ColumnSums.Length], new float[all.TopWeights.Length],
            new int[all.TopKeys.Length]);
        AttentionKernel.Summarize(@case.Shape, @case.Q, @case.K, statistics, new AttentionSummaryTarget { Entropy = entropy });
        AttentionKernel.Summarize(@case.Shape, @case.Q, @case.K, statistics, new AttentionSummaryTarget { ColumnSums = sums });
        AttentionKernel.Summarize(@case.Shape, @case.Q, @case.K, statistics, new AttentionSummaryTarget { TopCount = 2, TopKeys = keys, TopWeights = top });
        Assert.Equal(all.Entropy, entropy);
        AssertClose(all.TopWeights, top, 0);
        Assert.Equal(all.TopKeys, keys);
        AssertClose(Columns(@case.Shape, @case, Enumerable.Repeat(1f, 60).ToArray()), sums, 1e-5);
    }

    [Fact]
    public void A_query_that_is_no_number_reaches_no_key_that_it_does_not_see_nor_any_if_it_does_not_count()
    {
        // Causal: the fifth query sees the first five keys.
        var @case = new AttentionCase(Causal, [19], 8, 8);
        @case.Q.AsSpan(4 * 35, 32).Fill(float.NaN);
        var weights = Enumerable.Repeat(1f, 19).ToArray();
        var summary = new Summary(@case, 1, weights);
        Assert.All(summary.ColumnSums.Chunk(19), sums => Assert.All(sums[..5], sum => Assert.True(float.IsNaN(sum))));
        Assert.All(summary.ColumnSums.Chunk(19), sums => Assert.All(sums[5..], sum => Assert.True(float.IsFinite(sum))));
        Assert.All(summary.Entropy.Chunk(19), entropy => Assert.Equal([4], Enumerable.Range(0, 19).Where(i => float.IsNaN(entropy[i]))));
        weights[4] = 0;
        Assert.All(new Summary(@case, 1, weights).ColumnSums, sum => Assert.True(float.IsFinite(sum)));
        Assert.All(@case.Weights(0, 1).Chunk(19).ElementAt(4)[5..], weight => Assert.Equal(0, weight));
    }

    [Theory]
    [InlineData(Plain)]
    [InlineData(Grouped | Causal | Sinks)]
    public void Any_number_of_threads_gives_the_same_bits(AttentionFeatures features)
    {
        foreach (var lengths in (int[][])[[131, 16, 67, 33], [1187]])
        {
            AssertSameBitsOnAnyTeam(() =>
            {
                var @case = new AttentionCase(features, lengths, 32, 8);
                var summary = new Summary(@case, 3);
                return [.. summary.Entropy, .. summary.TopWeights, .. summary.ColumnSums, .. @case.Weights(0, 2)];
            });
        }
    }

    [Fact]
    public void Queries_in_pieces_agree_with_the_definition() => AssertAgreement(new AttentionCase(Causal | Sinks, [1187, 3], 5, 3), 2);

    [Fact]
    public void Chosen_heads_and_rows_are_those_of_the_whole_maps()
    {
        var @case = new AttentionCase(Causal | Grouped | Bias, [7, 211], 16, 8);
        var statistics = @case.Forward().Statistics;
        foreach (var (first, count) in ((int, int)[])[(0, 211), (3, 1), (64, 147), (100, 65), (211, 0)])
        {
            var rows = new float[2 * count * 211];
            AttentionKernel.Weights(@case.Shape, @case.Q, @case.K, statistics, 1, [3, 1], first, count, rows);
            var expected = @case.Weights(1, 3).Skip(first * 211).Take(count * 211).Concat(@case.Weights(1, 1).Skip(first * 211).Take(count * 211));
            AssertClose([.. expected], rows, 1e-6);
        }
    }

    [Fact]
    public void Keys_in_pages_give_the_same_bits_as_keys_in_one_piece()
    {
        // 23 keys of one head in pages of 8, the pages in another order.
        var (q, k) = (Random(23 * 4, 1), Random(23 * 4, 2));
        int[] offsets = [0, 23], pageTable = [2, 0, 1];
        var paged = new float[3 * 32];
        for (var j = 0; j < 23; j++)
        {
            k.AsSpan(j * 4, 4).CopyTo(paged.AsSpan((pageTable[j / 8] * 32) + (j % 8 * 4)));
        }

        var rows = AttentionLayout.Tokens(1, 4);
        var shape = new AttentionShape
        {
            NumHeads = 1, NumKeyValueHeads = 1, HeadDim = 4, ValueDim = 4, QueryOffsets = offsets, KeyOffsets = offsets, Query = rows, Key = rows,
            Value = rows, Output = rows, Scale = 1, WindowRight = 0,
        };
        var inPages = shape with { Key = AttentionLayout.Heads(1, 8, 4), Value = AttentionLayout.Heads(1, 8, 4), PageTable = pageTable, PageSize = 8 };
        var (output, statistics) = (new float[23 * 4], new float[46]);
        AttentionKernel.Forward(shape, q, k, k, output, statistics);
        var (entropy, sums, weights) = (new float[2][], new float[2][], new float[2][]);
        for (var i = 0; i < 2; i++)
        {
            var own = i == 0 ? shape : inPages;
            var keys = i == 0 ? k : paged;
            (entropy[i], sums[i], weights[i]) = (new float[23], new float[23], new float[23 * 23]);
            AttentionKernel.Summarize(own, q, keys, statistics, new AttentionSummaryTarget { Entropy = entropy[i], ColumnSums = sums[i] });
            AttentionKernel.Weights(own, q, keys, statistics, 0, 0, weights[i]);
        }

        Assert.Equal(entropy[0], entropy[1]);
        Assert.Equal(sums[0], sums[1]);
        Assert.Equal(weights[0], weights[1]);
    }

    [Fact]
    public void Nothing_is_allocated_once_warm()
    {
        var @case = new AttentionCase(Causal, [131, 67], 32, 8);
        var statistics = @case.Forward().Statistics;
        var (entropy, sums, top, keys, maps) = (new float[4 * 198], new float[4 * 198], new float[12 * 198], new int[12 * 198], new float[2 * 131 * 131]);
        void Step()
        {
            var target = new AttentionSummaryTarget { Entropy = entropy, ColumnSums = sums, TopCount = 3, TopKeys = keys, TopWeights = top };
            AttentionKernel.Summarize(@case.Shape, @case.Q, @case.K, statistics, target);
            AttentionKernel.Weights(@case.Shape, @case.Q, @case.K, statistics, 0, [0, 2], 0, 131, maps);
        }

        for (var i = 0; i < 5; i++)
        {
            Step();
        }

        // Making the shape of a case allocates a little; that much is not the kernel's.
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = @case.Shape;
        _ = @case.Shape;
        var shapes = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.Equal(shapes, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Spans_that_are_too_short_and_heads_that_are_not_there_are_refused()
    {
        var @case = new AttentionCase(Plain, [5], 8, 8);
        var statistics = @case.Forward().Statistics;
        Assert.Throws<ArgumentException>(() => AttentionKernel.Summarize(@case.Shape, @case.Q, @case.K, statistics, new AttentionSummaryTarget { Entropy = new float[19] }));
        Assert.Throws<ArgumentException>(() => AttentionKernel.Summarize(@case.Shape, @case.Q, @case.K, statistics, new AttentionSummaryTarget { TopCount = 17 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => AttentionKernel.Weights(@case.Shape, @case.Q, @case.K, statistics, 0, [4], 0, 5, new float[25]));
        Assert.Throws<ArgumentOutOfRangeException>(() => AttentionKernel.Weights(@case.Shape, @case.Q, @case.K, statistics, 0, [0], 3, 3, new float[25]));
    }

    private static void AssertAgreement(AttentionCase @case, int topCount)
    {
        var shape = @case.Shape;
        var queryWeights = Random(shape.QueryTokens, 12);
        var summary = new Summary(@case, topCount, queryWeights);
        var tolerance = 1e-5 * @case.Looseness;
        AssertClose(Columns(shape, @case, queryWeights), summary.ColumnSums, tolerance, "column sums");
        for (var s = 0; s < shape.Sequences; s++)
        {
            for (var head = 0; head < shape.NumHeads; head++)
            {
                for (var i = 0; i < ScoreReference.QueryLength(shape, s); i++)
                {
                    var place = (head * shape.QueryTokens) + shape.QueryOffsets[s] + i;
                    var weights = AttentionReference.Weights(shape, @case.Q, @case.K, s, head, i, out _);
                    AssertClose([(float)SummaryReference.Entropy(weights)], [summary.Entropy[place]], tolerance, "entropy");
                    var expected = SummaryReference.TopKeys(weights, topCount);
                    var (keys, top) = (summary.TopKeys.AsSpan(place * topCount, topCount).ToArray(), summary.TopWeights.AsSpan(place * topCount, topCount).ToArray());
                    Assert.Equal(expected.Length, keys.Count(key => key >= 0));
                    Assert.Equal(expected.Length, keys.Where(key => key >= 0).Distinct().Count());
                    Assert.All(top[expected.Length..], weight => Assert.Equal(0, weight));
                    // Where two weights are nearly the same, either may come first.
                    AssertClose([.. expected.Select(j => (float)weights[j])], top.AsSpan(0, expected.Length), tolerance, "top weights");
                    AssertClose([.. expected.Select(j => (float)weights[j])], [.. keys[..expected.Length].Select(j => (float)weights[j])], tolerance, "top keys");
                }
            }
        }
    }

    private static float[] Columns(in AttentionShape shape, AttentionCase @case, float[] queryWeights)
    {
        var sums = new float[shape.NumHeads * shape.KeyTokens];
        for (var s = 0; s < shape.Sequences; s++)
        {
            var own = queryWeights.AsSpan(shape.QueryOffsets[s], ScoreReference.QueryLength(shape, s));
            for (var head = 0; head < shape.NumHeads; head++)
            {
                var expected = SummaryReference.ColumnSums(shape, @case.Q, @case.K, s, head, own);
                for (var j = 0; j < expected.Length; j++)
                {
                    sums[(head * shape.KeyTokens) + shape.KeyOffsets[s] + j] = (float)expected[j];
                }
            }
        }

        return sums;
    }

    private sealed class Summary
    {
        public Summary(AttentionCase @case, int topCount, float[]? queryWeights = null)
        {
            var shape = @case.Shape;
            Entropy = Random(shape.NumHeads * shape.QueryTokens, 13);
            (TopKeys, TopWeights) = (new int[Entropy.Length * topCount], Random(Entropy.Length * topCount, 14));
            ColumnSums = Random(shape.NumHeads * shape.KeyTokens, 15);
            var target = new AttentionSummaryTarget
            {
                Entropy = Entropy, TopCount = topCount, TopKeys = TopKeys, TopWeights = TopWeights, ColumnSums = ColumnSums, QueryWeights = queryWeights,
            };
            AttentionKernel.Summarize(shape, @case.Q, @case.K, @case.Forward().Statistics, target);
        }

        public float[] Entropy { get; }

        public int[] TopKeys { get; }

        public float[] TopWeights { get; }

        public float[] ColumnSums { get; }
    }
}
