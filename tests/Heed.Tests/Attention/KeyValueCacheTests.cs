using CsCheck;
using Heed.Attention;
using Heed.Autograd;
using Heed.Tests.Kernels;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Attention;

public class KeyValueCacheTests
{
    private const int NumHeads = 6;
    private const int NumKeyValueHeads = 2;
    private const int HeadDim = 5;
    private const int ValueDim = 7;

    [Fact]
    public void Sequences_read_in_any_pieces_see_what_they_see_when_read_at_once() =>
        Gen.Int[0, 5].Array[3].Array[1, 6].Sample(
            pieces =>
            {
                var cache = Cache(3);
                int[] lengths = [.. Enumerable.Range(0, 3).Select(s => pieces.Sum(piece => piece[s]))];
                var whole = new Rows(Sequences.OfLengths(lengths));
                var expected = whole.Attend().Data;
                int[] starts = [0, 0, 0];
                foreach (var piece in pieces)
                {
                    int[] rows = [.. piece.SelectMany((length, s) => Enumerable.Range(whole.Sequences.Offsets[s] + starts[s], length))];
                    var actual = whole.Select(rows, piece).Attend(cache);
                    for (var i = 0; i < rows.Length; i++)
                    {
                        Numbers.AssertClose(expected.Slice(rows[i] * NumHeads * ValueDim, NumHeads * ValueDim), actual.Slice(i, i + 1).Data, 1e-5);
                    }

                    for (var s = 0; s < 3; s++)
                    {
                        starts[s] += piece[s];
                        Assert.Equal(starts[s], cache.LengthOf(s));
                    }
                }
            },
            iter: 50);

    [Fact]
    public void The_maps_of_a_step_have_a_column_for_every_token_so_far()
    {
        var whole = new Rows(Sequences.OfLengths(7));
        var (all, last, cache) = (new AttentionRecorder(), new AttentionRecorder(), Cache(1));
        whole.Attend(recorder: all);
        whole.Select([0, 1, 2, 3, 4], [5]).Attend(cache);
        whole.Select([5, 6], [2]).Attend(cache, last);

        var (expected, actual) = (all.Layers[0].Sequences[0], last.Layers[0].Sequences[0]);
        Assert.Equal(NumHeads * 2 * 7, actual.Length);
        for (var head = 0; head < NumHeads; head++)
        {
            Numbers.AssertClose(expected.AsSpan((head * 49) + 35, 14), actual.AsSpan(head * 14, 14), 1e-5);
        }
    }

    [Fact]
    public void A_sequence_cut_short_is_continued_as_if_the_rest_had_never_been_read()
    {
        var whole = new Rows(Sequences.OfLengths(9));
        var (cut, fresh) = (Cache(1), Cache(1));
        whole.Select([0, 1, 2, 7, 8], [5]).Attend(cut);
        cut.Truncate(0, 3);
        whole.Select([0, 1, 2], [3]).Attend(fresh);

        Assert.Equal(whole.Select([3, 4], [2]).Attend(fresh).Data.ToArray(), whole.Select([3, 4], [2]).Attend(cut).Data.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => cut.Truncate(0, 6));
    }

    [Fact]
    public void A_step_that_is_not_committed_leaves_the_cache_as_it_was()
    {
        var cache = Cache(2);
        var abandoned = cache.Begin(Sequences.OfLengths(3, 1));
        Assert.Equal((0, 0), (cache.LengthOf(0), cache.LengthOf(1)));

        cache.Begin(Sequences.OfLengths(2, 0)).Commit();

        Assert.Equal((2, 0), (cache.LengthOf(0), cache.LengthOf(1)));
        Assert.Throws<InvalidOperationException>(abandoned.Commit);
    }

    [Fact]
    public void Positions_go_on_where_each_sequence_stands()
    {
        var cache = Cache(2);
        cache.Begin(Sequences.OfLengths(3, 0)).Commit();
        var step = cache.Begin(Sequences.OfLengths(1, 2));
        Assert.Equal([3, 0, 1], step.Positions);
        Assert.Equal([0, 4, 6], step.Keys.Offsets.ToArray());
    }

    [Fact]
    public void Room_doubles_up_to_a_limit()
    {
        var cache = new KeyValueCache(1, 1, 1, 1, capacity: 3, limit: 10);
        cache.Begin(Sequences.OfLengths(4)).Commit();
        Assert.Equal(6, cache.Capacity);
        cache.Begin(Sequences.OfLengths(4)).Commit();
        Assert.Equal(10, cache.Capacity);
        var error = Assert.Throws<ArgumentException>(() => cache.Begin(Sequences.OfLengths(3)));
        Assert.Contains("11 tokens", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_a_cache_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Cache(2).Begin(Sequences.OfLengths(1)));
        Assert.Throws<ArgumentException>(() => new Rows(Sequences.OfLengths(2)).Attend(new KeyValueCache(1, 1, NumKeyValueHeads, HeadDim)));
        Assert.Throws<ArgumentException>(() => new Rows(Sequences.OfLengths(2)).Attend(Cache(1), mask: AttentionMask.Keys(true, false)));
        using var tape = new Tape();
        Assert.Throws<ArgumentException>(() => new Rows(Sequences.OfLengths(2)).Attend(Cache(1)));
    }

    private static KeyValueCache Cache(int count) => new(1, count, NumKeyValueHeads, HeadDim, ValueDim);

    /// <summary>Queries, keys and values of some tokens.</summary>
    private sealed class Rows(Sequences sequences, Tensor query, Tensor key, Tensor value)
    {
        public Rows(Sequences sequences)
            : this(
                sequences,
                Parameter(1, sequences.Tokens, NumHeads * HeadDim),
                Parameter(2, sequences.Tokens, NumKeyValueHeads * HeadDim),
                Parameter(3, sequences.Tokens, NumKeyValueHeads * ValueDim))
        {
        }

        public Sequences Sequences => sequences;

        public Rows Select(int[] rows, int[] lengths) =>
            new(Sequences.OfLengths(lengths), Op.SelectRows(query, rows), Op.SelectRows(key, rows), Op.SelectRows(value, rows));

        public Tensor Attend(KeyValueCache? cache = null, AttentionRecorder? recorder = null, AttentionMask? mask = null)
        {
            var heads = new AttentionHeads
            {
                NumHeads = NumHeads,
                NumKeyValueHeads = NumKeyValueHeads,
                Queries = sequences,
                Mask = (mask ?? AttentionMask.None) & AttentionMask.Causal,
            };
            var step = cache?.Begin(sequences);
            var output = FusedAttention.Apply(query, key, value, heads, recorder, step?[0]);
            step?.Commit();
            return output;
        }
    }
}
