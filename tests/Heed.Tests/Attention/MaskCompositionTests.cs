using CsCheck;
using Heed.Attention;
using Heed.Autograd;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Attention;

/// <summary>Prefix, segments and patterns, alone and composed with every other mask.</summary>
public class MaskCompositionTests
{
    private const int NumHeads = 2;
    private const int HeadDim = 5;

    private static readonly Gen<(int[] Lengths, int[] Kinds, int Seed)> Cases =
        from lengths in Gen.Int[1, 19].Array[1, 3]
        from kinds in Gen.Int[0, 6].Array[1, 5]
        from seed in Gen.Int[0, 1_000_000]
        select (lengths, kinds, seed);

    [Fact]
    public void A_prefix_of_nothing_is_causal() => Cases.Sample(
        @case => Assert.Equal(
            Attend(@case.Lengths, @case.Seed, AttentionMask.Causal), Attend(@case.Lengths, @case.Seed, AttentionMask.Prefix(0))),
        iter: 30);

    [Fact]
    public void A_prefix_of_everything_hides_nothing() => Cases.Sample(
        @case => Assert.Equal(
            Attend(@case.Lengths, @case.Seed, AttentionMask.None),
            Attend(@case.Lengths, @case.Seed, AttentionMask.Prefix(@case.Lengths))),
        iter: 30);

    [Fact]
    public void A_prefix_under_causal_is_causal() => Cases.Sample(
        @case => Assert.Equal(
            Attend(@case.Lengths, @case.Seed, AttentionMask.Causal),
            Attend(@case.Lengths, @case.Seed, AttentionMask.Prefix(3) & AttentionMask.Causal)),
        iter: 30);

    [Fact]
    public void Segments_of_one_sequence_are_packed_sequences() => Cases.Sample(
        @case =>
        {
            int[] ids = [.. @case.Lengths.SelectMany((length, segment) => Enumerable.Repeat(segment * 7, length))];
            foreach (var mask in (AttentionMask[])[AttentionMask.None, AttentionMask.Causal, AttentionMask.SlidingWindow(2, 1)])
            {
                AssertClose(
                    Attend(@case.Lengths, @case.Seed, mask),
                    Attend([@case.Lengths.Sum()], @case.Seed, AttentionMask.Segments(ids) & mask));
            }
        },
        iter: 50);

    [Fact]
    public void Masks_in_any_order_are_the_same_mask_and_the_one_written_out() => Cases.Sample(
        @case =>
        {
            var masks = @case.Kinds.Distinct().Select(kind => Kind(kind, @case.Lengths)).ToArray();
            var forth = masks.Aggregate((a, b) => a & b);
            var back = masks.Reverse().Aggregate((a, b) => a & b);
            var expected = Attend(@case.Lengths, @case.Seed, forth);
            Assert.Equal(expected, Attend(@case.Lengths, @case.Seed, back));
            AssertClose(expected, Attend(@case.Lengths, @case.Seed, WrittenOut(@case.Kinds, @case.Lengths)));
        },
        iter: 100);

    [Fact]
    public void A_mask_composed_with_itself_is_itself() => Cases.Sample(
        @case =>
        {
            var mask = @case.Kinds.Distinct().Select(kind => Kind(kind, @case.Lengths)).Aggregate((a, b) => a & b);
            Assert.Equal(Attend(@case.Lengths, @case.Seed, mask), Attend(@case.Lengths, @case.Seed, mask & mask));
        },
        iter: 50);

    [Fact]
    public void Segments_of_queries_and_of_keys_may_be_of_other_rows()
    {
        var (q, k, v) = (Parameter(1, 5, 6), Parameter(2, 7, 6), Parameter(3, 7, 6));
        var segmented = new AttentionHeads
        {
            NumHeads = 2,
            Queries = Sequences.OfLengths(5),
            Keys = Sequences.OfLengths(7),
            Mask = AttentionMask.Segments([1, 1, 2, 2, 2], [1, 1, 1, 1, 2, 2, 2]),
        };
        var packed = segmented with { Queries = Sequences.OfLengths(2, 3), Keys = Sequences.OfLengths(4, 3), Mask = AttentionMask.None };
        AssertClose(FusedAttention.Apply(q, k, v, packed).Data.ToArray(), FusedAttention.Apply(q, k, v, segmented).Data.ToArray());
    }

    [Fact]
    public void Masks_of_other_rows_or_sequences_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Attend([3, 2], 1, AttentionMask.Segments(1, 1, 2)));
        Assert.Throws<ArgumentException>(() => Attend([3, 2], 1, AttentionMask.Prefix([1, 2, 3])));
        Assert.Throws<ArgumentException>(() => Attend([3, 2], 1, AttentionMask.Keys(true, false)));
        Assert.Throws<ArgumentException>(() => Attend([3, 2], 1, AttentionMask.From(new bool[3 * 9], 3, 1, 3, 3)));
        Assert.Throws<ArgumentException>(() => AttentionMask.Segments(1) & AttentionMask.Segments(1, 2));
        Assert.Throws<ArgumentException>(() => AttentionMask.Prefix([1]) & AttentionMask.Prefix([1, 2]));
        Assert.Throws<ArgumentException>(() => AttentionMask.Prefix(1) & AttentionMask.CausalTopLeft);
        Assert.Throws<ArgumentOutOfRangeException>(() => AttentionMask.Prefix(-1));
    }

    private static AttentionMask Kind(int kind, int[] lengths) => kind switch
    {
        0 => AttentionMask.Causal,
        1 => AttentionMask.SlidingWindow(3, 2),
        2 => AttentionMask.Prefix(2),
        3 => AttentionMask.Prefix([.. lengths.Select((_, s) => 1 + s)]),
        4 => AttentionMask.Segments([.. Enumerable.Range(0, lengths.Sum()).Select(row => row / 4)]),
        5 => AttentionMask.Keys([.. Enumerable.Range(0, lengths.Sum()).Select(row => row % 3 != 1)]),
        _ => AttentionMask.From([.. Enumerable.Range(0, 400).Select(place => OnMap(place / 20, place % 20))], 1, 1, 20, 20),
    };

    private static bool OnMap(int i, int j) => ((5 * i) + (3 * j)) % 4 != 0;

    private static AttentionMask WrittenOut(int[] kinds, int[] lengths)
    {
        var longest = lengths.Max();
        var visible = new bool[lengths.Length * longest * longest];
        for (var place = 0; place < visible.Length; place++)
        {
            var (s, i, j) = (place / (longest * longest), place / longest % longest, place % longest);
            var first = lengths[..s].Sum();
            visible[place] = kinds.All(kind => kind switch
            {
                0 => j <= i,
                1 => j >= i - 3 && j <= i + 2,
                2 => j <= i || j < 2,
                3 => j <= i || j < 1 + s,
                4 => (first + i) / 4 == (first + j) / 4,
                5 => (first + j) % 3 != 1,
                _ => OnMap(i, j),
            });
        }

        return AttentionMask.From(visible, lengths.Length, 1, longest, longest);
    }

    private static float[] Attend(int[] lengths, int seed, AttentionMask mask)
    {
        var tokens = lengths.Sum();
        var (q, k, v) = (Parameter(seed, tokens, NumHeads * HeadDim), Parameter(seed + 1, tokens, NumHeads * HeadDim), Parameter(seed + 2, tokens, NumHeads * HeadDim));
        using var tape = new Tape();
        var output = FusedAttention.Apply(q, k, v, new AttentionHeads { NumHeads = NumHeads, Queries = Sequences.OfLengths(lengths), Mask = mask });
        tape.Backward((output, Random(output.Length, seed + 3)));
        return [.. output.Data, .. q.Gradient, .. k.Gradient, .. v.Gradient];
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 3e-5f);
        }
    }
}
