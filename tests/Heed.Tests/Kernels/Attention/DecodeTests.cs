using Heed.Kernels;
using static Heed.Tests.Kernels.AttentionFeatures;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class DecodeTests
{
    // Rows that fall into blocks and pieces unevenly, one that has no queries and one that has no keys.
    private static readonly (int Queries, int Keys)[] Lengths = [(1, 197), (3, 64), (0, 5), (2, 0), (4, 331), (1, 1)];

    [Fact]
    public void Every_pair_of_features_agrees_with_the_definition()
    {
        for (var first = 1; first < (int)All; first *= 2)
        {
            for (var second = first; second < (int)All; second *= 2)
            {
                new DecodeCase((AttentionFeatures)(first | second), Lengths, 19, 23).AssertAgreement();
            }
        }
    }

    [Fact]
    public void Many_features_at_once_agree_with_the_definition()
    {
        var random = new Random(4);
        for (var i = 0; i < 40; i++)
        {
            new DecodeCase((AttentionFeatures)random.Next(1 << 16), Lengths, 16, 64).AssertAgreement();
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(13, 70)]
    [InlineData(70, 13)]
    [InlineData(64, 64)]
    [InlineData(128, 96)]
    [InlineData(511, 511)]
    public void Any_width_and_number_of_queries_agrees_with_the_definition(int headDim, int valueDim)
    {
        foreach (var features in (AttentionFeatures[])[Plain, Causal | Grouped | HeadMajor, Causal | Hidden | Grouped])
        {
            for (var queries = 1; queries <= 8; queries++)
            {
                new DecodeCase(features, [(queries, 131)], headDim, valueDim, 2).AssertAgreement();
            }
        }
    }

    [Theory]
    [InlineData(Plain)]
    [InlineData(Causal | Grouped | Left | Sinks)]
    [InlineData(Hidden | Bias | Alibi)]
    public void Keys_in_pieces_agree_with_the_definition(AttentionFeatures features) =>
        new DecodeCase(features, [(2, 3001), (1, 700)], 24, 40).AssertAgreement();

    [Fact]
    public void Many_heads_share_one_key_value_head() =>
        new DecodeCase(Causal | Grouped | Sinks | HeadMajor, [(3, 2051), (1, 63)], 64, 130, heads: 12, group: 12).AssertAgreement();

    [Theory]
    [InlineData(Causal | Grouped)]
    [InlineData(Left | Causal | Relative)]
    [InlineData(Bias | Sinks)]
    public void Pages_are_as_good_as_one_piece(AttentionFeatures features)
    {
        foreach (var pageSize in (int[])[1, 5, 16, 64, 100])
        {
            new DecodeCase(features, [(1, 197), (3, 1501)], 24, 17).AssertAgreementInPages(pageSize);
        }
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(64, 80)]
    [InlineData(70, 128)]
    public void Bfloat16_agrees_with_the_definition_on_rounded_numbers(int headDim, int valueDim)
    {
        new DecodeCase(Causal, [(1, 197), (3, 64)], headDim, valueDim).AssertAgreementInBfloat16();
        new DecodeCase(Causal | Grouped | Hidden, [(2, 331)], headDim, valueDim).AssertAgreementInBfloat16();
    }

    [Fact]
    public void The_last_queries_alone_get_what_they_get_among_all()
    {
        var (heads, dim, length) = (3, 40, 211);
        var layout = AttentionLayout.Tokens(heads, dim);
        var (q, k, v) = (Random(length * heads * dim, 1), Random(length * heads * dim, 2), Random(length * heads * dim, 3));
        var all = Forward(length);
        var last = Forward(3);
        AssertClose(all.AsSpan(^last.Length..), last, 2e-6);

        float[] Forward(int queries)
        {
            var shape = new AttentionShape
            {
                NumHeads = heads, NumKeyValueHeads = heads, HeadDim = dim, ValueDim = dim, QueryOffsets = [0, queries], KeyOffsets = [0, length],
                Query = layout, Key = layout, Value = layout, Output = layout, Scale = 0.4f, WindowRight = 0,
            };
            var (output, statistics) = (new float[queries * heads * dim], new float[shape.StatisticsLength]);
            AttentionKernel.Forward(shape, q.AsSpan(^(queries * heads * dim)..), k, v, output, statistics);
            return output;
        }
    }

    [Fact]
    public void Large_scores_lose_nothing_and_keys_outside_of_the_window_are_not_read()
    {
        var (keys, dim) = (4096, 16);
        var layout = AttentionLayout.Heads(1, keys, dim);
        var shape = new AttentionShape
        {
            NumHeads = 1, NumKeyValueHeads = 1, HeadDim = dim, ValueDim = dim, QueryOffsets = [0, 1], KeyOffsets = [0, keys],
            Query = layout, Key = layout, Value = layout, Output = layout, Scale = 1, WindowLeft = 99, WindowRight = 0,
        };
        var (q, k, v) = (Enumerable.Repeat(1f, dim).ToArray(), Enumerable.Repeat(float.NaN, keys * dim).ToArray(), new float[keys * dim]);
        k.AsSpan(^(100 * dim)..).Fill(60);
        v.AsSpan(^(100 * dim)..).Fill(3);
        v.AsSpan(..^(100 * dim)).Fill(float.PositiveInfinity);
        var (output, statistics) = (new float[dim], new float[2]);
        AttentionKernel.Forward(shape, q, k, v, output, statistics);
        Assert.All(output, value => Assert.Equal(3, value, 1e-6f));
        Assert.Equal([960, 100], statistics);
    }

    [Fact]
    public void A_visible_NaN_stays_with_those_that_see_it()
    {
        // The second query sees one key more than the first, and that one is NaN.
        var layout = AttentionLayout.Tokens(1, 16);
        var shape = new AttentionShape
        {
            NumHeads = 1, NumKeyValueHeads = 1, HeadDim = 16, ValueDim = 16, QueryOffsets = [0, 2], KeyOffsets = [0, 90],
            Query = layout, Key = layout, Value = layout, Output = layout, Scale = 1, WindowRight = 0,
        };
        var (k, v) = (Random(90 * 16, 2), Random(90 * 16, 3));
        k.AsSpan(89 * 16).Fill(float.NaN);
        v.AsSpan(89 * 16).Fill(float.NaN);
        var (output, statistics) = (new float[32], new float[4]);
        AttentionKernel.Forward(shape, Random(32, 1), k, v, output, statistics);
        Assert.All(output[..16], value => Assert.True(float.IsFinite(value)));
        Assert.All(output[16..], value => Assert.Equal(float.NaN, value));
    }

    [Theory]
    [InlineData(Plain)]
    [InlineData(Grouped | Causal | Sinks)]
    public void Any_number_of_threads_gives_the_same_bits(AttentionFeatures features) =>
        AssertSameBitsOnAnyTeam(() =>
        {
            var (output, statistics) = new DecodeCase(features, [(2, 5003), (1, 777)], 32, 48).Forward();
            return [.. output, .. statistics];
        });

    [Fact]
    public void Nothing_is_allocated_once_warm()
    {
        var (keys, dim) = (2053, 64);
        var (q, k, v, half) = (Random(8 * dim, 1), Random(2 * keys * dim, 2), Random(2 * keys * dim, 3), new ushort[2 * keys * dim]);
        var (output, statistics) = (new float[8 * dim], new float[16]);
        int[] queryOffsets = [0, 1], keyOffsets = [0, keys];
        void Step()
        {
            var rows = AttentionLayout.Tokens(8, dim);
            var cache = AttentionLayout.Heads(2, keys, dim);
            var shape = new AttentionShape
            {
                NumHeads = 8, NumKeyValueHeads = 2, HeadDim = dim, ValueDim = dim, QueryOffsets = queryOffsets, KeyOffsets = keyOffsets,
                Query = rows, Key = cache, Value = cache, Output = rows, Scale = 0.125f,
            };
            AttentionKernel.Forward(shape, q, k, v, output, statistics);
            AttentionKernel.Forward(shape, q, half, half, output, statistics);
        }

        Step();
        Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
