using CsCheck;
using Heed.Attention;
using Heed.Attention.Mechanisms;
using Heed.Autograd;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Attention.Mechanisms;

/// <summary>What holds of every mechanism, whatever it scores by.</summary>
public class MechanismPropertyTests
{
    private const int Iterations = 40;

    private static readonly Gen<Case> Cases = Gen.Select(Gen.Int[1, 3], Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[1, 5], Gen.Int[0, 1000], Gen.Int[0, 4]).Select(
        (batch, queryLen, keyLen, dim, seed, hidden) => new Case(batch, queryLen, keyLen, dim, seed, hidden));

    private static readonly Dictionary<string, Mechanism> Mechanisms = new()
    {
        ["kernel regression"] = (q, k, v, mask, _) => KernelRegression.Apply(q, k, v, 0.8f, mask),
        ["additive"] = (q, k, v, mask, seed) =>
            AdditiveAttention.Apply(q, k, v, Parameter(seed, 7, q.Columns), Parameter(seed + 1, 7, k.Columns), Parameter(seed + 2, 7), Parameter(seed + 3, 7), mask),
        ["dot"] = (q, k, v, mask, _) => DotAttention.Apply(q, k, v, mask),
        ["general"] = (q, k, v, mask, seed) => GeneralAttention.Apply(q, k, v, Parameter(seed, q.Columns, k.Columns), mask),
        ["concat"] = (q, k, v, mask, seed) => ConcatAttention.Apply(q, k, v, Parameter(seed, 7, q.Columns + k.Columns), Parameter(seed + 1, 7), mask),
        ["scaled dot"] = (q, k, v, mask, _) => ScaledDotAttention.Apply(q, k, v, mask),
        ["linear"] = (q, k, v, mask, _) => LinearAttention.Apply(q, k, v, mask),
        ["soft cap"] = (q, k, v, mask, _) => ScaledDotAttention.Apply(q, k, v, mask, new AttentionScores { SoftCap = 1.5f }),
    };

    [Fact]
    public void Rows_of_weights_sum_to_one_and_those_that_see_nothing_to_zero() => Cases.Sample(
        @case =>
        {
            foreach (var (name, mechanism) in Mechanisms)
            {
                var weights = mechanism(@case.Query, @case.Key, @case.Value, @case.Mask, @case.Seed).Weights;
                Assert.Equal([@case.Batch, @case.QueryLen, @case.KeyLen], weights.Shape.ToArray());
                for (var row = 0; row < weights.Rows; row++)
                {
                    var visible = @case.Visible.AsSpan(row / @case.QueryLen * @case.KeyLen, @case.KeyLen).ToArray();
                    var found = weights.Data.Slice(row * @case.KeyLen, @case.KeyLen).ToArray();
                    Assert.True(Math.Abs((visible.Contains(true) ? 1 : 0) - found.Sum()) < 1e-5, $"{name}: a row sums to {found.Sum()}");
                    Assert.All(found.Zip(visible), pair => Assert.True(pair.Second ? pair.First >= 0 : pair.First == 0, $"{name}: weight {pair.First}, visible: {pair.Second}"));
                }
            }
        },
        iter: Iterations);

    [Fact]
    public void The_order_of_keys_does_not_matter_where_values_follow_them() => Cases.Sample(
        @case =>
        {
            int[] order = [.. Enumerable.Range(0, @case.KeyLen)];
            new Random(@case.Seed).Shuffle(order);
            int[] rows = [.. Enumerable.Range(0, @case.Batch).SelectMany(s => order.Select(j => (s * @case.KeyLen) + j))];
            var mask = AttentionMask.Keys([.. rows.Select(row => @case.Visible[row])]);
            foreach (var (name, mechanism) in Mechanisms)
            {
                var expected = mechanism(@case.Query, @case.Key, @case.Value, @case.Mask, @case.Seed).Output;
                var actual = mechanism(@case.Query, Shuffled(@case.Key), Shuffled(@case.Value), mask, @case.Seed).Output;
                OperatorCase.Check(name, expected.Data, actual.Data, 1e-4);
            }

            Tensor Shuffled(Tensor x) => Op.SelectRows(x.Reshape(x.Rows, x.Columns), rows).Reshape(x.Shape);
        },
        iter: Iterations);

    [Fact]
    public void A_hidden_key_is_as_good_as_none() => Cases.Where(@case => @case.KeyLen > 1).Sample(
        @case =>
        {
            var (kept, last) = (@case.KeyLen - 1, AttentionMask.Keys([.. Enumerable.Range(0, @case.Batch * @case.KeyLen).Select(row => row % @case.KeyLen < @case.KeyLen - 1)]));
            foreach (var (name, mechanism) in Mechanisms)
            {
                var expected = mechanism(@case.Query, Op.Slice(@case.Key, 1, 0, kept), Op.Slice(@case.Value, 1, 0, kept), null, @case.Seed).Output;
                OperatorCase.Check(name, expected.Data, mechanism(@case.Query, @case.Key, @case.Value, last, @case.Seed).Output.Data, 1e-5);
            }
        },
        iter: Iterations);

    [Fact]
    public void Linear_attention_is_one_function_in_three_forms() => Cases.Sample(
        @case =>
        {
            var (all, causal) = (LinearAttention.Apply(@case.Query, @case.Key, @case.Value), LinearAttention.Apply(@case.Key, @case.Key, @case.Value, AttentionMask.Causal));
            OperatorCase.Check("all", all.Output.Data, LinearAttention.InLinearTime(@case.Query, @case.Key, @case.Value).Data, 1e-5);
            OperatorCase.Check("causal", causal.Output.Data, LinearAttention.CausalInLinearTime(@case.Key, @case.Key, @case.Value).Data, 1e-5);
        },
        iter: Iterations);

    [Fact]
    public void A_narrow_kernel_gives_the_nearest_value_and_a_wide_one_the_mean()
    {
        var (query, key, value) = (Tensor.From([0.1f, 2.9f], 2, 1), Tensor.From([0, 1, 2, 3], 4, 1), Tensor.From([5, 7, 11, 13], 4, 1));
        OperatorCase.Check("narrow", [5, 13], KernelRegression.Apply(query, key, value, 0.05f).Output.Data, 1e-5);
        OperatorCase.Check("wide", [9, 9], KernelRegression.Apply(query, key, value, 1e4f).Output.Data, 1e-5);
    }

    [Fact]
    public void A_query_that_sees_nothing_gets_zeros_and_by_the_lessons_rule_the_mean()
    {
        var (query, key, value) = (Parameter(1, 2, 3), Parameter(2, 4, 3), Tensor.From([5, 7, 11, 13], 4, 1));
        var mask = AttentionMask.From(new[,] { { true, false, true, false }, { false, false, false, false } });
        var (own, lesson) = (ScaledDotAttention.Apply(query, key, value, mask), LessonAttention.Apply(query, key, value, mask));

        Assert.Equal([0, 0, 0, 0, 0], [.. own.Weights.Data[4..], own.Output.Data[1]]);
        OperatorCase.Check("weights", [0.25f, 0.25f, 0.25f, 0.25f], lesson.Weights.Data[4..], 0);
        Assert.Equal(9, lesson.Output.Data[1]);
        OperatorCase.Check("the row that sees something", own.Weights.Data[..4], lesson.Weights.Data[..4], 0);
        OperatorCase.Check("numbers as a mask", lesson.Weights.Data, LessonAttention.Apply(query, key, value, Tensor.From([1, 0, 1, 0, 0, 0, 0, 0], 2, 4)).Weights.Data, 0);
    }

    [Fact]
    public void A_sink_takes_its_share_and_gives_nothing()
    {
        var (scores, sinks) = (Tensor.From([0, 0, 0, 0, 0, 0], 1, 2, 1, 3), Tensor.From([0, MathF.Log(3)], 2));
        OperatorCase.Check("weights", [0.25f, 0.25f, 0.25f, 1 / 6f, 1 / 6f, 1 / 6f], SinkSoftmax.Apply(scores, sinks).Data, 1e-6);
    }

    [Fact]
    public void Relative_attention_sees_offsets_and_not_places()
    {
        var (query, key, value) = (Parameter(1, 1, 5, 3), Parameter(2, 1, 5, 3), Parameter(3, 1, 5, 2));
        var (relativeKeys, relativeValues) = (Parameter(4, 9, 3), Parameter(5, 9, 2));
        var all = ShawAttention.Apply(query, key, value, relativeKeys, relativeValues, AttentionMask.Causal);
        var last = ShawAttention.Apply(Op.Slice(query, 1, 3, 5), key, value, relativeKeys, relativeValues, AttentionMask.Causal);
        OperatorCase.Check("the last queries over all keys", all.Output.Data[6..], last.Output.Data, 1e-5);
        var first = ShawAttention.Apply(Op.Slice(query, 1, 0, 2), key, value, relativeKeys, relativeValues, AttentionMask.CausalTopLeft);
        OperatorCase.Check("the first queries over all keys", all.Output.Data[..4], first.Output.Data, 1e-5);
        Assert.All(all.Weights.Data.ToArray().Chunk(5), row => Assert.Equal(1, row.Sum(), 1e-5));
    }

    [Fact]
    public void Relative_tables_of_zeros_change_nothing() => Cases.Sample(
        @case => OperatorCase.Check(
            "output",
            ScaledDotAttention.Apply(@case.Query, @case.Key, @case.Value, @case.Mask).Output.Data,
            ShawAttention.Apply(@case.Query, @case.Key, @case.Value, Tensor.Zeros(5, @case.Dim), Tensor.Zeros(5, 3), @case.Mask).Output.Data,
            1e-5),
        iter: Iterations);

    private delegate (Tensor Output, Tensor Weights) Mechanism(Tensor query, Tensor key, Tensor value, AttentionMask? mask, int seed);

    /// <param name="Hidden">About so many of five keys are hidden; of five, all of them.</param>
    private sealed record Case(int Batch, int QueryLen, int KeyLen, int Dim, int Seed, int Hidden)
    {
        public Tensor Query => Parameter(Seed, Batch, QueryLen, Dim);

        public Tensor Key => Parameter(Seed + 1, Batch, KeyLen, Dim);

        public Tensor Value => Parameter(Seed + 2, Batch, KeyLen, 3);

        public bool[] Visible { get; } = [.. Enumerable.Range(0, Batch * KeyLen).Select(row => ((row * 7) + Seed) % 5 >= Hidden)];

        public AttentionMask Mask => AttentionMask.Keys(Visible);
    }
}
