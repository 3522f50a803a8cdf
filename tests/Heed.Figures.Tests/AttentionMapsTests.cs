namespace Heed.Figures.Tests;

public class AttentionMapsTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-0.1f)]
    [InlineData(float.PositiveInfinity)]
    public void A_weight_that_is_no_share_is_refused_with_its_place(float weight)
    {
        var weights = new float[2 * 1 * 2 * 2];
        weights[6] = weight;
        var error = Assert.Throws<ArgumentException>(() => new AttentionMaps(["a", "b"], [0, 1], 2, 1, weights));
        Assert.Contains("layer 1, head 0, query 1, key 0", error.Message);
    }

    [Fact]
    public void A_row_that_sums_to_more_than_one_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new AttentionMaps(["a", "b"], [0, 1], 1, 1, new[] { 0.5f, 0.6f, 0.5f, 0.5f }));
        Assert.Contains("sum to 1.1", error.Message);
    }

    [Fact]
    public void A_row_of_zeros_is_a_query_that_sees_nothing() =>
        Assert.Equal(0, new AttentionMaps(["a", "b"], [0, 1], 1, 1, new[] { 0f, 0f, 0.5f, 0.5f }).Head(0, 0)[0]);

    [Fact]
    public void The_number_of_weights_must_fit_the_shape()
    {
        var error = Assert.Throws<ArgumentException>(() => new AttentionMaps(["a", "b", "c"], [0, 1, 2], 2, 5, new float[7]));
        Assert.Contains("[2, 5, 3, 3]; found 7", error.Message);
    }

    [Fact]
    public void Every_token_needs_a_word_index() =>
        Assert.Throws<ArgumentException>(() => new AttentionMaps(["a", "b"], [0], 1, 1, new float[4]));

    [Fact]
    public void Without_a_token_there_is_no_map() =>
        Assert.Throws<ArgumentException>(() => new AttentionMaps([], [], 1, 1, Array.Empty<float>()));

    [Fact]
    public void The_mean_of_a_layer_is_the_mean_of_its_heads()
    {
        var maps = new AttentionMaps(["a"], [0], 2, 2, new[] { 1f, 0f, 0.5f, 1f });
        Assert.Equal(0.5f, maps.LayerMean(0)[0]);
        Assert.Equal(0.75f, maps.LayerMean(1)[0]);
    }

    [Fact]
    public void A_span_outside_the_text_is_refused()
    {
        var maps = new AttentionMaps(["a"], [0], 1, 1, new[] { 1f });
        Assert.Throws<ArgumentException>(() => new ExplainedText("a", maps, [new("x", 1)], [new TokenSpan(1, int.MaxValue)]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-0.5f)]
    [InlineData(1.5f)]
    public void A_score_that_is_no_probability_is_refused(float score)
    {
        var maps = new AttentionMaps(["a"], [0], 1, 1, new[] { 1f });
        Assert.Throws<ArgumentException>(() => new ExplainedText("a", maps, [new("x", score)]));
    }
}
