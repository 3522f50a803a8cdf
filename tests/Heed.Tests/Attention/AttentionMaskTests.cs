using Heed.Attention;
using Heed.Autograd;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Attention;

public class AttentionMaskTests
{
    private const int NumHeads = 2;
    private const int HeadDim = 3;

    [Fact]
    public void Masks_compose_to_what_all_of_them_allow()
    {
        const int Length = 7;
        bool[] visible = [true, true, false, true, true, true, true];
        var pattern = new bool[Length, Length];
        var all = new bool[Length, Length];
        for (var i = 0; i < Length; i++)
        {
            for (var j = 0; j < Length; j++)
            {
                pattern[i, j] = (i + (2 * j)) % 3 != 0;
                all[i, j] = j <= i && j >= i - 3 && visible[j] && pattern[i, j];
            }
        }

        var composed = AttentionMask.Causal & AttentionMask.SlidingWindow(3, 5) & AttentionMask.Keys(visible) & AttentionMask.From(pattern);
        Assert.Equal(WeightsUnder(AttentionMask.From(all), Length), WeightsUnder(composed, Length));
    }

    [Fact]
    public void What_is_added_to_the_scores_adds_up_and_may_be_shared_among_sequences_or_heads()
    {
        const int Length = 5;
        var (ofSequences, ofHeads) = (Random(3 * Length * Length, 1), Random(NumHeads * Length * Length, 2));
        var sum = new float[3 * NumHeads * Length * Length];
        for (var i = 0; i < sum.Length; i++)
        {
            var (sequence, head, place) = (i / (NumHeads * Length * Length), i / (Length * Length) % NumHeads, i % (Length * Length));
            sum[i] = ofSequences[(sequence * Length * Length) + place] + ofHeads[(head * Length * Length) + place];
        }

        var composed = AttentionMask.Additive(ofSequences, 3, 1, Length, Length) & AttentionMask.Additive(ofHeads, 1, NumHeads, Length, Length);
        Assert.Equal(WeightsUnder(AttentionMask.Additive(sum, 3, NumHeads, Length, Length), Length, Length, Length), WeightsUnder(composed, Length, Length, Length));
    }

    [Fact]
    public void Shorter_sequences_use_the_first_rows_and_columns_of_what_is_added()
    {
        var scores = Random(6 * 6, 3);
        float[] first = [.. Enumerable.Range(0, 16).Select(i => scores[(i / 4 * 6) + (i % 4)])];
        var ofBoth = WeightsUnder(AttentionMask.Additive(scores, 1, 1, 6, 6), 4, 6);
        var ofFirst = WeightsUnder(AttentionMask.Additive(first, 1, 1, 4, 4), 4);
        Assert.Equal(ofFirst, ofBoth[..ofFirst.Length]);
    }

    [Fact]
    public void A_pattern_too_small_for_the_sequences_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => WeightsUnder(AttentionMask.From(new bool[4, 4]), 3, 5));
        Assert.Contains("[1, 1, 4, 4]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => WeightsUnder(AttentionMask.Additive(new float[3 * 25], 3, 1, 5, 5), 5, 5));
        Assert.Throws<ArgumentException>(() => WeightsUnder(AttentionMask.Additive(new float[3 * 25], 1, 3, 5, 5), 5, 5));
    }

    [Fact]
    public void Scores_that_make_no_weights_are_refused()
    {
        Assert.Throws<ArgumentException>(() => AttentionMask.Additive([0, float.NaN], 1, 1, 1, 2));
        Assert.Throws<ArgumentException>(() => AttentionMask.Additive([0, float.PositiveInfinity], 1, 1, 1, 2));
        Assert.Throws<ArgumentException>(() => AttentionMask.Additive([0, 0, 0], 1, 1, 1, 2));
    }

    [Fact]
    public void Masks_that_do_not_fit_one_another_are_refused()
    {
        Assert.Throws<ArgumentException>(() => AttentionMask.Keys(true) & AttentionMask.Keys(true, false));
        Assert.Throws<ArgumentException>(() => AttentionMask.From(new bool[2, 2]) & AttentionMask.From(new bool[2, 3]));
        Assert.Throws<ArgumentException>(() => AttentionMask.CausalTopLeft & AttentionMask.SlidingWindow(2, 2));
        Assert.True((AttentionMask.CausalTopLeft & AttentionMask.Keys(true)).AlignsTopLeft);
    }

    [Fact]
    public void A_query_that_sees_nothing_gets_zeros_and_passes_none_back()
    {
        var (q, k, v) = (Parameter(1, 3, 6), Parameter(2, 3, 6), Parameter(3, 3, 6));
        var mask = AttentionMask.From(new[,] { { true, true, false }, { false, false, false }, { false, true, true } });
        using var tape = new Tape();
        var output = FusedAttention.Apply(q, k, v, new AttentionHeads { NumHeads = NumHeads, Queries = Sequences.OfLengths(3), Mask = mask });

        Assert.Equal(new float[6], output.Slice(1, 2).Data.ToArray());
        tape.Backward((output, [.. Enumerable.Repeat(1f, 6), .. Enumerable.Repeat(1e6f, 6), .. Enumerable.Repeat(1f, 6)]));
        Assert.Equal(new float[6], q.Slice(1, 2).Gradient.ToArray());
        foreach (var gradient in v.Gradient)
        {
            Assert.InRange(gradient, 0, 2);
        }
    }

    [Fact]
    public void Scores_added_have_the_gradient_of_finite_differences() => Check(
        x => FusedAttention.Apply(x[0], x[1], x[2], new AttentionHeads
        {
            NumHeads = NumHeads,
            Queries = Sequences.OfLengths(2, 3),
            Keys = Sequences.OfLengths(4, 3),
            Mask = AttentionMask.Additive([.. Random(NumHeads * 3 * 4, 4)], 1, NumHeads, 3, 4) & AttentionMask.CausalTopLeft,
        }),
        Parameter(1, 5, NumHeads * 3),
        Parameter(2, 7, NumHeads * 3),
        Parameter(3, 7, NumHeads * 5));

    /// <summary>All weights of random queries and keys, sequence by sequence.</summary>
    private static float[] WeightsUnder(AttentionMask mask, params int[] lengths)
    {
        var tokens = lengths.Sum();
        // The rows of the first sequences are the same whatever follows them.
        var (q, k) = (Parameter(11, tokens, NumHeads * HeadDim), Parameter(12, tokens, NumHeads * HeadDim));
        var recorder = new AttentionRecorder();
        FusedAttention.Apply(q, k, k, new AttentionHeads { NumHeads = NumHeads, Queries = Sequences.OfLengths(lengths), Mask = mask }, recorder);
        return [.. recorder.Layers[0].Sequences.SelectMany(weights => weights)];
    }
}
