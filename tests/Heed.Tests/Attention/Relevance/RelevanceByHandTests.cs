using Heed.Attention.Relevance;
using Heed.Tests.Kernels;

namespace Heed.Tests.Attention.Relevance;

/// <summary>Two tokens, of which the first is read: small enough to be worked out on paper.</summary>
public class RelevanceByHandTests
{
    // Of the first layer, and of the second.
    private static readonly float[] First = [0.25f, 0.75f, 0.5f, 0.5f];
    private static readonly float[] Second = [0.75f, 0.25f, 1, 0];
    private static readonly float[] FirstGradient = [2, -1, 4, 3];
    private static readonly float[] SecondGradient = [-3, 8, 5, 5];

    private static AttentionTrace Trace => new([First, Second], [1, 0], [FirstGradient, SecondGradient]);

    [Fact]
    public void Attention_is_the_row_of_what_is_read() => Numbers.AssertClose([0.75f, 0.25f], ReadoutAttention.OfLayer(Trace, 1), 1e-6);

    [Fact]
    public void Of_two_heads_attention_is_the_mean()
    {
        var trace = new AttentionTrace([[.. First, .. Second]], [1, 0]);
        Assert.Equal(2, trace.NumHeads(0));
        Numbers.AssertClose([0.75f, 0.25f], ReadoutAttention.OfHead(trace, 0, 1), 1e-6);
        Numbers.AssertClose([0.5f, 0.5f], ReadoutAttention.OfLayer(trace, 0), 1e-6);
    }

    [Fact]
    public void A_pooling_reads_rows_by_its_weights() =>
        Numbers.AssertClose([0.4375f, 0.5625f], ReadoutAttention.OfLayer(new AttentionTrace([First], [0.25f, 0.75f]), 0), 1e-6);

    // (0.875, 0.125) x ((0.625, 0.375), (0.25, 0.75)).
    [Fact]
    public void Rollout_multiplies_maps_with_the_identity_in_them() => Numbers.AssertClose([0.578125f, 0.421875f], AttentionRollout.Of(Trace), 1e-6);

    // Positive parts ((0.5, 0), (2, 1.5)) and ((0, 2), (5, 0)); as shares, half the identity: ((1, 0), (2/7, 5/7)) and ((1/2, 1/2), ...).
    [Fact]
    public void Gradient_rollout_multiplies_shares_of_what_speaks_for_the_score() =>
        Numbers.AssertClose([0.5f + (0.5f * 2 / 7), 0.5f * 5 / 7], GradientRollout.Of(Trace), 1e-6);

    // (1, 2) = e (I + M_2), then (1 + 1 x 0.5 + 2 x 2, 2 + 2 x 1.5) = (5.5, 5): as shares without the identity (4.5, 5) / 9.5, and the identity again.
    [Fact]
    public void Relevance_adds_what_each_layer_brings() => Numbers.AssertClose([1 + (4.5f / 9.5f), 5 / 9.5f], ClassRelevance.Of(Trace), 1e-6);

    [Fact]
    public void Of_two_tokens_that_are_read_the_one_that_speaks_for_the_score_counts()
    {
        var trace = new AttentionTrace([First], [0.5f, 0.5f], [FirstGradient], [-1, 2]);
        Assert.Equal([0, 1], trace.ReadoutByContribution.ToArray());
        Numbers.AssertClose([2 / 3.5f, 1 + (1.5f / 3.5f)], ClassRelevance.Of(trace), 1e-6);
        Assert.Equal([0.5f, 0.5f], new AttentionTrace([First], [0.5f, 0.5f], [FirstGradient], [-1, -2]).ReadoutByContribution.ToArray());
    }

    [Fact]
    public void A_token_whose_row_is_empty_passes_nothing_on_and_keeps_what_it_is() =>
        Assert.Equal([0, 1], GradientRollout.Of(new AttentionTrace([[0.5f, 0.5f, 0.5f, 0.5f]], [0, 1], [[1, 1, -1, -1]])));

    [Fact]
    public void Without_gradients_what_needs_them_says_so()
    {
        var trace = new AttentionTrace([First], [1, 0]);
        Assert.Contains("KeepsGradients", Assert.Throws<InvalidOperationException>(() => ClassRelevance.Of(trace)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => GradientRollout.Of(trace));
    }

    [Fact]
    public void Maps_of_another_number_of_tokens_are_refused()
    {
        Assert.Contains("3 x 3", Assert.Throws<ArgumentException>(() => new AttentionTrace([First], [1, 0, 0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new AttentionTrace([First], [1, 0], [[1, 2]]));
        Assert.Throws<ArgumentException>(() => new AttentionTrace([First], [1, 0], contributions: [1]));
    }
}
