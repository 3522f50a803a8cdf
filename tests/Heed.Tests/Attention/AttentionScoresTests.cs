using Heed.Attention;
using Heed.Attention.Positions;
using Heed.Autograd;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Attention;

/// <summary>Terms of the scores: their values, and the gradients of those that are learnt.</summary>
public class AttentionScoresTests
{
    private const int NumHeads = 2;
    private static readonly Sequences Queries = Sequences.OfLengths(2, 3);
    private static readonly Sequences Keys = Sequences.OfLengths(4, 3);

    [Fact]
    public void Slopes_are_distances_taken_off_the_scores() => Goldens.EachInPart("alibi", _ => true, golden =>
    {
        var (numHeads, length) = ((int)golden.Parameter("num_heads"), (int)golden.Parameter("L"));
        var slopes = new AttentionScores { AlibiSlopes = Alibi.Slopes(numHeads) };
        var added = AttentionMask.Additive(golden.Read("bias_symmetric"), 1, numHeads, length, length);
        AssertClose(Weights(numHeads, length, added, AttentionScores.Scaled), Weights(numHeads, length, AttentionMask.None, slopes));
        added = AttentionMask.Additive(golden.Read("bias_causal"), 1, numHeads, length, length);
        AssertClose(
            Weights(numHeads, length, added & AttentionMask.Causal, AttentionScores.Scaled), Weights(numHeads, length, AttentionMask.Causal, slopes));
    });

    [Fact]
    public void Buckets_agree_with_T5_exactly() => Goldens.Each("t5_relative_position_bucket", golden =>
    {
        var (isBidirectional, numBuckets, maxDistance) =
            (golden.Flag("bidirectional"), (int)golden.Parameter("num_buckets"), (int)golden.Parameter("max_distance"));
        Assert.Equal(
            golden.ReadIntegers("bucket"),
            golden.ReadIntegers("relative_position").Select(position => (long)BucketedRelativeBias.Bucket((int)position, isBidirectional, numBuckets, maxDistance)));
    });

    [Theory]
    [InlineData(true, 7, 7)]
    [InlineData(false, 7, 7)]
    [InlineData(true, 3, 11)]
    [InlineData(false, 1, 9)]
    public void Buckets_are_added_by_the_place_of_query_and_key(bool isBidirectional, int queryLen, int keyLen)
    {
        var table = Parameter(5, 8, NumHeads);
        var written = new float[NumHeads * queryLen * keyLen];
        for (var i = 0; i < written.Length; i++)
        {
            var (head, place, j) = (i / (queryLen * keyLen), (i / keyLen % queryLen) + keyLen - queryLen, i % keyLen);
            written[i] = table.Data[(BucketedRelativeBias.Bucket(j - place, isBidirectional, 8, 20) * NumHeads) + head];
        }

        var heads = new AttentionHeads { NumHeads = NumHeads, Queries = Sequences.OfLengths(queryLen), Keys = Sequences.OfLengths(keyLen) };
        var (q, k) = (Parameter(1, queryLen, NumHeads * 3), Parameter(2, keyLen, NumHeads * 3));
        var relative = new AttentionScores { RelativeBias = new BucketedRelativeBias(table, isBidirectional, 20).Over(queryLen, keyLen) };
        AssertClose(
            FusedAttention.Apply(q, k, k, heads with { Mask = AttentionMask.Additive(written, 1, NumHeads, queryLen, keyLen) }).Data,
            FusedAttention.Apply(q, k, k, heads with { Scores = relative }).Data);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, NumHeads)]
    [InlineData(2, NumHeads)]
    public void A_bias_has_the_gradient_of_finite_differences(int batch, int biasHeads) =>
        CheckGradients(x => new AttentionScores { Bias = x }, Parameter(4, batch, biasHeads, 3, 4));

    [Theory]
    [InlineData(1)]
    [InlineData(NumHeads)]
    public void A_relative_bias_has_the_gradient_of_finite_differences(int biasHeads) =>
        CheckGradients(x => new AttentionScores { RelativeBias = new RelativeBias(x, 2) }, Parameter(4, biasHeads, 6));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_table_of_buckets_has_the_gradient_of_finite_differences(bool isBidirectional) => CheckGradients(
        x => new AttentionScores { RelativeBias = new BucketedRelativeBias(x, isBidirectional, 4).Over(3, 4) }, Parameter(4, 6, NumHeads));

    [Fact]
    public void Sinks_have_the_gradient_of_finite_differences() => CheckGradients(x => new AttentionScores { Sinks = x }, Parameter(4, NumHeads));

    [Fact]
    public void All_terms_at_once_have_the_gradients_of_finite_differences() => Check(
        x => FusedAttention.Apply(x[0], x[1], x[2], new AttentionHeads
        {
            NumHeads = NumHeads,
            NumKeyValueHeads = 1,
            Queries = Queries,
            Keys = Keys,
            Mask = AttentionMask.Prefix(2) & AttentionMask.Additive(Random(12, 9), 1, 1, 3, 4),
            Scores = new AttentionScores
            {
                Scale = 0.4f,
                SoftCap = 2,
                AlibiSlopes = Alibi.Slopes(NumHeads),
                Bias = x[3],
                RelativeBias = new BucketedRelativeBias(x[4], isBidirectional: true, 4).Over(3, 4),
                Sinks = x[5],
            },
        }),
        Parameter(1, 5, NumHeads * 3),
        Parameter(2, 7, 3),
        Parameter(3, 7, 5),
        Parameter(4, 1, 1, 3, 4),
        Parameter(5, 6, NumHeads),
        Parameter(6, NumHeads));

    [Fact]
    public void A_gradient_flows_to_what_is_learnt_alone()
    {
        var (q, k, v) = (Tensor.From(Random(12, 1), 2, 6), Tensor.From(Random(12, 2), 2, 6), Parameter(3, 2, 6));
        var sinks = Parameter(4, NumHeads);
        using var tape = new Tape();
        var heads = new AttentionHeads { NumHeads = NumHeads, Queries = Sequences.OfLengths(2), Scores = new AttentionScores { Sinks = sinks } };
        tape.Backward((FusedAttention.Apply(q, k, v, heads), Random(12, 5)));
        Assert.True(v.HasGradient && sinks.HasGradient);
        Assert.False(q.HasGradient || k.HasGradient);
    }

    [Fact]
    public void A_sink_far_above_the_scores_takes_everything()
    {
        var (q, v) = (Parameter(1, 3, 6), Parameter(2, 3, 6));
        var heads = new AttentionHeads { NumHeads = NumHeads, Queries = Sequences.OfLengths(3), Scores = new AttentionScores { Sinks = Tensor.From([200, 200], 2) } };
        Assert.All(FusedAttention.Apply(q, q, v, heads).Data.ToArray(), value => Assert.Equal(0, value, 1e-6f));
    }

    [Fact]
    public void Terms_for_other_heads_or_lengths_are_refused()
    {
        var q = Parameter(1, 5, 6);
        AttentionScores[] wrong =
        [
            new() { AlibiSlopes = Alibi.Slopes(3) },
            new() { Sinks = Tensor.Zeros(3) },
            new() { Bias = Tensor.Zeros(1, 1, 4, 5) },
            new() { Bias = Tensor.Zeros(5, 5) },
            new() { RelativeBias = new RelativeBias(Tensor.Zeros(3, 9), 4) },
            new() { RelativeBias = new RelativeBias(Tensor.Zeros(2, 9), 3) },
            new() { SoftCap = -1 },
        ];
        foreach (var scores in wrong)
        {
            Assert.Throws<ArgumentException>(() =>
                FusedAttention.Apply(q, q, q, new AttentionHeads { NumHeads = NumHeads, Queries = Sequences.OfLengths(5), Scores = scores }));
        }

        Assert.Throws<ArgumentException>(() => new RelativeBias(Tensor.Zeros(9), 3));
        Assert.Throws<ArgumentException>(() => new BucketedRelativeBias(Tensor.Zeros(2, 2), isBidirectional: true));
    }

    private static void CheckGradients(Func<Tensor, AttentionScores> scores, Tensor learnt) => Check(
        x => FusedAttention.Apply(
            x[0], x[1], x[2], new AttentionHeads { NumHeads = NumHeads, Queries = Queries, Keys = Keys, Mask = AttentionMask.Causal, Scores = scores(x[3]) }),
        Parameter(1, 5, NumHeads * 3),
        Parameter(2, 7, NumHeads * 3),
        Parameter(3, 7, NumHeads * 5),
        learnt);

    private static float[] Weights(int numHeads, int length, AttentionMask mask, AttentionScores scores)
    {
        var (q, k) = (Parameter(11, length, numHeads * 3), Parameter(12, length, numHeads * 3));
        var recorder = new AttentionRecorder();
        FusedAttention.Apply(q, k, k, new AttentionHeads { NumHeads = numHeads, Queries = Sequences.OfLengths(length), Mask = mask, Scores = scores }, recorder);
        return recorder.Layers[0].Sequences[0];
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5f);
        }
    }
}
