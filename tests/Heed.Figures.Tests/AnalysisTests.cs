using CsCheck;
using Heed.Figures.Analysis;

namespace Heed.Figures.Tests;

public class AnalysisTests
{
    private static readonly Gen<AttentionMaps> AnyMaps =
        from seqLen in Gen.Int[1, 9]
        from numLayers in Gen.Int[1, 4]
        from numHeads in Gen.Int[1, 3]
        select Examples.Maps(seqLen, numLayers, numHeads);

    [Fact]
    public void Rollout_of_identity_is_identity()
    {
        float[] identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        var maps = new AttentionMaps(["a", "b", "c"], [0, 1, 2], 2, 1, identity.Concat(identity).ToArray());
        Assert.Equal(identity, AttentionRollout.Compute(maps));
    }

    [Fact]
    public void Rollout_multiplies_later_layers_from_the_left()
    {
        // Layer 1: b looks at a. Layer 2: a looks at b. With 0.5 I: A1' = [1 0; .5 .5], A2' = [.5 .5; 0 1].
        var maps = new AttentionMaps(["a", "b"], [0, 1], 2, 1, new[] { 1f, 0, 1, 0, 0, 1, 0, 1 });
        Assert.Equal([0.75f, 0.25f, 0.5f, 0.5f], AttentionRollout.Compute(maps));
    }

    [Fact]
    public void Rollout_of_even_attention_is_known_in_closed_form()
    {
        // (0.5 U + 0.5 I)^L = (1 - 2^-L) U + 2^-L I where U is 1/n everywhere.
        const int N = 5;
        const int Layers = 3;
        var weights = Enumerable.Repeat(1f / N, Layers * N * N).ToArray();
        var rollout = AttentionRollout.Compute(new AttentionMaps(["a", "b", "c", "d", "e"], [0, 1, 2, 3, 4], Layers, 1, weights));
        Assert.Equal((0.875f / N) + 0.125f, rollout[0], 6);
        Assert.Equal(0.875f / N, rollout[1], 6);
    }

    [Fact]
    public void Rows_of_the_rollout_sum_to_one_even_where_a_query_sees_nothing()
    {
        var maps = new AttentionMaps(["a", "b"], [0, 1], 1, 1, new[] { 0f, 0f, 0.3f, 0.7f });
        Assert.Equal([1f, 0f], AttentionRollout.Compute(maps)[..2]);
        AnyMaps.Sample(sample => AssertRowsSumToOne(AttentionRollout.Compute(sample), sample.SeqLen));
    }

    [Fact]
    public void Merged_rows_still_sum_to_one()
    {
        var example = Examples.Review();
        foreach (var specials in Enum.GetValues<SpecialTokens>())
        {
            var words = WordMerging.Merge(example.Attention, specials);
            for (var layer = 0; layer < words.NumLayers; layer++)
            {
                for (var head = 0; head < words.NumHeads; head++)
                {
                    AssertRowsSumToOne(words.Head(layer, head), words.SeqLen);
                }
            }
        }
    }

    [Fact]
    public void Merging_sums_over_key_pieces_and_averages_over_query_pieces()
    {
        // [CLS] un ##do it
        float[] weights =
        [
            0.1f, 0.2f, 0.3f, 0.4f,
            0.4f, 0.3f, 0.2f, 0.1f,
            0.2f, 0.1f, 0.4f, 0.3f,
            0.7f, 0.1f, 0.1f, 0.1f,
        ];
        var maps = new AttentionMaps(["[CLS]", "un", "##do", "it"], [-1, 0, 0, 1], 1, 1, weights);
        var words = WordMerging.Merge(maps);
        Assert.Equal(["[CLS]", "undo", "it"], words.Tokens);
        Assert.Equal([-1, 0, 1], words.Words);
        float[] expected = [0.1f, 0.5f, 0.4f, 0.3f, 0.5f, 0.2f, 0.7f, 0.2f, 0.1f];
        Assert.All(expected.Zip(words.Head(0, 0).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 6));
    }

    [Fact]
    public void Dropping_special_tokens_rescales_what_is_left()
    {
        var maps = new AttentionMaps(["[CLS]", "a", "b"], [-1, 0, 1], 1, 1, new[] { 1f, 0, 0, 0.5f, 0.1f, 0.4f, 1f, 0, 0 });
        var words = WordMerging.Merge(maps, SpecialTokens.Drop);
        Assert.Equal(["a", "b"], words.Tokens);
        Assert.Equal(0.2f, words.Head(0, 0)[0], 6);
        Assert.Equal(0.8f, words.Head(0, 0)[1], 6);
        Assert.Equal(0, words.Head(0, 0)[3]);
    }

    [Fact]
    public void Special_tokens_beside_each_other_stay_apart() =>
        Assert.Equal(3, WordMerging.Merge(new AttentionMaps(["[CLS]", "[SEP]", "[PAD]"], [-1, -1, -1], 1, 1, new float[9])).SeqLen);

    [Fact]
    public void A_text_without_words_cannot_be_merged_without_special_tokens() =>
        Assert.Throws<ArgumentException>(
            () => WordMerging.Merge(new AttentionMaps(["[CLS]"], [-1], 1, 1, new[] { 1f }), SpecialTokens.Drop));

    [Fact]
    public void Entropy_is_zero_for_one_key_and_ln_n_for_even_attention()
    {
        var maps = new AttentionMaps(["a", "b"], [0, 1], 1, 2, new[] { 1f, 0, 0, 1, 0.5f, 0.5f, 0.5f, 0.5f });
        var entropies = AttentionEntropy.PerHead(maps);
        Assert.Equal(0, entropies[0]);
        Assert.Equal(Math.Log(2), entropies[1], 6);
    }

    [Theory]
    [InlineData(ReadOut.FirstToken, 0.75f)]
    [InlineData(ReadOut.Mean, 0.55f)]
    public void Shares_follow_the_row_where_the_classifier_reads(ReadOut readOut, float expected)
    {
        // Rollout row of [CLS]: .5, .375, .125; row of a: 0, 1, 0; row of b: 0, 0, 1.
        var maps = new AttentionMaps(["[CLS]", "a", "b"], [-1, 0, 1], 1, 1, new[] { 0, 0.75f, 0.25f, 0, 1, 0, 0, 0, 1 });
        var shares = WordShare.Of(new ExplainedText("a b", maps, [new("x", 1)]) { ReadOut = readOut });
        Assert.Equal(1, shares.Sum(word => word.Share), 6);
        Assert.Equal(expected, shares[0].Share, 6);
    }

    [Fact]
    public void Words_are_shown_as_they_were_written()
    {
        var words = WordShare.Of(Examples.Of("Unforgettably dull, this."));
        Assert.Equal(["Unforgettably", "dull", ",", "this", "."], words.Select(word => word.Text));
        Assert.Equal([false, true, false, true, false], words.Select(word => word.SpaceBefore));
    }

    [Fact]
    public void The_focused_head_is_the_one_whose_words_look_at_another_word()
    {
        float[] atSpecial = [1, 0, 0, 1, 0, 0, 1, 0, 0];
        float[] atSelf = [0, 1, 0, 0, 1, 0, 0, 0, 1];
        float[] atOther = [0, 0, 1, 0, 0, 1, 0, 1, 0];
        var maps = new AttentionMaps(["[CLS]", "a", "b"], [-1, 0, 1], 1, 3, atSpecial.Concat(atOther).Concat(atSelf).ToArray());
        Assert.Equal((0, 1), FocusedHead.Of(maps));
    }

    private static void AssertRowsSumToOne(ReadOnlySpan<float> map, int keyLen)
    {
        for (var start = 0; start < map.Length; start += keyLen)
        {
            Assert.Equal(1, map.Slice(start, keyLen).ToArray().Sum(), 5);
        }
    }
}
