using CsCheck;
using Heed.Attention;
using Heed.Autograd;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Attention;

/// <summary>What holds for attention over any sequences, heads and masks.</summary>
public class AttentionPropertyTests
{
    private const int Iterations = 100;

    private static readonly Gen<Case> Cases =
        from lengths in Gen.Int[0, 11].Array[1, 4]
        from headDim in Gen.Int[1, 9]
        from groups in Gen.Int[1, 3]
        from keyValueHeads in Gen.Int[1, 2]
        from seed in Gen.Int[0, 1_000_000]
        from scale in Gen.Int[0, 2].Select(power => new[] { 0.1f, 1, 30 }[power])
        from isCausal in Gen.Bool
        from isWindowed in Gen.Bool
        from hidesKeys in Gen.Bool
        select new Case(lengths, headDim, groups * keyValueHeads, keyValueHeads, seed, scale, isCausal, isWindowed, hidesKeys);

    [Fact]
    public void Weights_of_a_query_that_sees_something_sum_to_one_and_the_others_are_zeros() => Cases.Sample(
        @case =>
        {
            var recorder = new AttentionRecorder();
            @case.Attend(@case.Query, @case.Key, @case.Value, recorder);
            for (var s = 0; s < @case.Lengths.Length; s++)
            {
                var (length, map) = (@case.Lengths[s], recorder.Layers[0].Sequences[s]);
                for (var row = 0; row < @case.NumHeads * length; row++)
                {
                    var weights = map.AsSpan(row * length, length);
                    var sum = 0.0;
                    for (var j = 0; j < length; j++)
                    {
                        var isVisible = @case.Sees(s, row % length, j);
                        Assert.True(isVisible ? weights[j] is >= 0 and <= 1.001f : weights[j] == 0, $"weight {weights[j]} of a key, visible: {isVisible}");
                        sum += weights[j];
                    }

                    var seesSomething = Enumerable.Range(0, length).Any(j => @case.Sees(s, row % length, j));
                    Assert.Equal(seesSomething ? 1 : 0, sum, @case.Tolerance);
                }
            }
        },
        iter: Iterations);

    [Fact]
    public void The_output_is_the_values_averaged_by_the_weights() => Cases.Sample(
        @case =>
        {
            var recorder = new AttentionRecorder();
            var output = @case.Attend(@case.Query, @case.Key, @case.Value, recorder);
            for (var s = 0; s < @case.Lengths.Length; s++)
            {
                var (length, map) = (@case.Lengths[s], recorder.Layers[0].Sequences[s]);
                for (var place = 0; place < @case.NumHeads * length * @case.HeadDim; place++)
                {
                    var (head, i, d) = (place / (length * @case.HeadDim), place / @case.HeadDim % length, place % @case.HeadDim);
                    var keyValueHead = head / (@case.NumHeads / @case.NumKeyValueHeads);
                    var expected = Enumerable.Range(0, length).Sum(j =>
                        (double)map[(((head * length) + i) * length) + j] * @case.Value.Data[((@case.First(s) + j) * @case.Value.Columns) + (keyValueHead * @case.HeadDim) + d]);
                    Assert.Equal(expected, output.Data[((@case.First(s) + i) * output.Columns) + (head * @case.HeadDim) + d], 5 * @case.Tolerance);
                }
            }
        },
        iter: Iterations);

    [Fact]
    public void The_order_of_keys_does_not_matter_where_values_follow_them() => Cases.Where(@case => !@case.IsCausal && !@case.IsWindowed).Sample(
        @case =>
        {
            var random = new Random(@case.Seed);
            var order = new List<int>();
            for (var s = 0; s < @case.Lengths.Length; s++)
            {
                int[] rows = [.. Enumerable.Range(@case.First(s), @case.Lengths[s])];
                random.Shuffle(rows);
                order.AddRange(rows);
            }

            var (key, value) = (Op.SelectRows(@case.Key, [.. order]), Op.SelectRows(@case.Value, [.. order]));
            bool[] visible = [.. order.Select(row => @case.Visible[row])];
            AssertClose(
                @case.Attend(@case.Query, @case.Key, @case.Value),
                FusedAttention.Apply(@case.Query, key, value, @case.Heads with { Mask = AttentionMask.Keys(visible) }),
                @case.Tolerance);
        },
        iter: Iterations);

    [Fact]
    public void What_a_causal_query_sees_does_not_change_when_tokens_are_appended() => Cases.Sample(
        @case =>
        {
            var output = @case.Attend(@case.Query, @case.Key, @case.Value, mask: AttentionMask.Causal);
            var kept = @case.Lengths[0] / 2;
            var alone = FusedAttention.Apply(
                @case.Query.Slice(0, kept), @case.Key.Slice(0, kept), @case.Value.Slice(0, kept), @case.Heads with { Queries = Sequences.OfLengths(kept), Mask = AttentionMask.Causal });
            AssertClose(alone, output.Slice(0, kept), @case.Tolerance);
        },
        iter: Iterations);

    [Fact]
    public void The_last_queries_over_a_cache_give_what_all_queries_gave() => Cases.Sample(
        @case =>
        {
            var length = @case.Lengths[0];
            var cached = length / 2;
            var whole = @case.Attend(@case.Query, @case.Key, @case.Value, mask: AttentionMask.Causal).Slice(cached, length);
            var last = FusedAttention.Apply(
                @case.Query.Slice(cached, length),
                @case.Key.Slice(0, length),
                @case.Value.Slice(0, length),
                @case.Heads with { Queries = Sequences.OfLengths(length - cached), Keys = Sequences.OfLengths(length), Mask = AttentionMask.Causal });
            AssertClose(whole, last, @case.Tolerance);
        },
        iter: Iterations);

    [Fact]
    public void A_constant_added_to_all_scores_of_a_query_changes_nothing() => Cases.Sample(
        @case =>
        {
            var longest = @case.Lengths.Max();
            var constants = Random(@case.NumHeads * longest, @case.Seed);
            float[] scores = [.. Enumerable.Range(0, @case.NumHeads * longest * longest).Select(i => 10 * constants[i / Math.Max(1, longest)])];
            AssertClose(
                @case.Attend(@case.Query, @case.Key, @case.Value),
                @case.Attend(@case.Query, @case.Key, @case.Value, mask: @case.Mask & AttentionMask.Additive(scores, 1, @case.NumHeads, longest, longest)),
                // The constants are up to some tens, and round the scores off accordingly.
                10 * @case.Tolerance);
        },
        iter: Iterations);

    [Fact]
    public void Sequences_of_a_batch_do_not_see_one_another() => Cases.Sample(
        @case =>
        {
            var output = @case.Attend(@case.Query, @case.Key, @case.Value);
            for (var s = 0; s < @case.Lengths.Length; s++)
            {
                var (from, to) = (@case.First(s), @case.First(s) + @case.Lengths[s]);
                var alone = FusedAttention.Apply(
                    @case.Query.Slice(from, to),
                    @case.Key.Slice(from, to),
                    @case.Value.Slice(from, to),
                    @case.Heads with { Queries = Sequences.OfLengths(@case.Lengths[s]), Mask = @case.Window & AttentionMask.Keys(@case.Visible[from..to]) });
                AssertClose(alone, output.Slice(from, to), @case.Tolerance);
            }
        },
        iter: Iterations);

    [Theory]
    [InlineData(1000)]
    [InlineData(-1000)]
    [InlineData(100_000)]
    public void Scores_far_from_zero_neither_overflow_nor_lose_their_differences(float offset)
    {
        // One dimension of queries is 1, so that the keys' values there are their scores.
        var query = Tensor.Parameter(1, 1);
        query.Data[0] = 1;
        var key = Tensor.Parameter(3, 1);
        ((ReadOnlySpan<float>)[offset, offset + 1, offset - 1]).CopyTo(key.Data);
        var value = Parameter(1, 3, 2);
        var recorder = new AttentionRecorder();
        using var tape = new Tape();

        var output = FusedAttention.Apply(query, key, value, new AttentionHeads { NumHeads = 1, Queries = Sequences.OfLengths(1), Keys = Sequences.OfLengths(3), Scores = new AttentionScores { Scale = 1 } }, recorder);

        float[] expected = [0.24472847f, 0.66524096f, 0.09003057f];
        AssertClose(expected, recorder.Layers[0].Sequences[0], 1e-5f);
        tape.Backward((output, [1f, 1f]));
        AssertClose([0.24472847f, 0.24472847f, 0.66524096f, 0.66524096f, 0.09003057f, 0.09003057f], value.Gradient, 1e-5f);
        Assert.All(key.Gradient.ToArray(), gradient => Assert.True(float.IsFinite(gradient)));
    }

    [Fact]
    public void Sequences_of_no_and_of_one_token_pass()
    {
        var (q, k, v) = (Parameter(1, 2, 6), Parameter(2, 2, 6), Parameter(3, 2, 6));
        using var tape = new Tape();
        var output = FusedAttention.Apply(q, k, v, new AttentionHeads { NumHeads = 2, Queries = Sequences.OfLengths(0, 1, 0, 1, 0) });

        AssertClose(v, output, 0);
        tape.Backward((output, [.. Enumerable.Repeat(1f, 12)]));
        Assert.All(q.Gradient.ToArray(), gradient => Assert.Equal(0, gradient, 1e-6));
        Assert.All(v.Gradient.ToArray(), gradient => Assert.Equal(1, gradient, 1e-6));
    }

    [Fact]
    public void A_batch_of_nothing_passes()
    {
        var empty = Tensor.Parameter(0, 6);
        using var tape = new Tape();
        var output = FusedAttention.Apply(empty, empty, empty, new AttentionHeads { NumHeads = 2, Queries = Sequences.OfLengths() });
        Assert.Equal(0, output.Length);
        tape.Backward((output, []));
    }

    [Fact]
    public void Queries_without_keys_get_zeros()
    {
        var (q, k) = (Parameter(1, 3, 6), Parameter(2, 2, 6));
        using var tape = new Tape();
        var output = FusedAttention.Apply(q, k, k, new AttentionHeads { NumHeads = 2, Queries = Sequences.OfLengths(1, 2), Keys = Sequences.OfLengths(2, 0) });

        Assert.Equal(new float[12], output.Slice(1, 3).Data.ToArray());
        tape.Backward((output, [.. Enumerable.Repeat(1f, 18)]));
        Assert.Equal(new float[12], q.Slice(1, 3).Gradient.ToArray());
    }

    private static void AssertClose(Tensor expected, Tensor actual, float tolerance) => AssertClose(expected.Data, actual.Data, tolerance);

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"[{i}] is {actual[i]}, not {expected[i]}");
        }
    }

    /// <summary>Random self-attention.</summary>
    private sealed record Case(
        int[] Lengths, int HeadDim, int NumHeads, int NumKeyValueHeads, int Seed, float Scale, bool IsCausal, bool IsWindowed, bool HidesKeys)
    {
        public int Tokens => Lengths.Sum();

        /// <summary>A float32 score of some hundreds is rounded by some 1e-5, and its weight with it.</summary>
        public float Tolerance => 2e-5f * Math.Max(1, Scale);

        public Tensor Query => Parameter(Seed, Tokens, NumHeads * HeadDim);

        public Tensor Key => Parameter(Seed + 1, Tokens, NumKeyValueHeads * HeadDim);

        public Tensor Value => Parameter(Seed + 2, Tokens, NumKeyValueHeads * HeadDim);

        public bool[] Visible => [.. Enumerable.Range(0, Tokens).Select(row => !HidesKeys || ((row * 7) + Seed) % 3 != 0)];

        public AttentionMask Window => (IsCausal ? AttentionMask.Causal : AttentionMask.None) & (IsWindowed ? AttentionMask.SlidingWindow(2, 1) : AttentionMask.None);

        public AttentionMask Mask => Window & AttentionMask.Keys(Visible);

        public AttentionHeads Heads => new()
        {
            NumHeads = NumHeads,
            NumKeyValueHeads = NumKeyValueHeads,
            Queries = Sequences.OfLengths(Lengths),
            Mask = Mask,
            Scores = new AttentionScores { Scale = Scale / MathF.Sqrt(HeadDim) },
        };

        public int First(int sequence) => Lengths[..sequence].Sum();

        public bool Sees(int sequence, int i, int j) =>
            (!IsCausal || j <= i) && (!IsWindowed || (j >= i - 2 && j <= i + 1)) && Visible[First(sequence) + j];

        public Tensor Attend(Tensor query, Tensor key, Tensor value, AttentionRecorder? recorder = null, AttentionMask? mask = null) =>
            FusedAttention.Apply(query, key, value, Heads with { Mask = mask ?? Mask }, recorder);
    }
}
