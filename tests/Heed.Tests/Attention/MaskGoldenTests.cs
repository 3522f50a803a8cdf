using Heed.Attention;

namespace Heed.Tests.Attention;

/// <summary>Rules of masking that come out as one of Heed's masks.</summary>
public class MaskGoldenTests
{
    /// <summary>A score of -1e9 is a weight of zero, except in a row of nothing else, which it makes uniform and Heed's masks zero.</summary>
    [Fact]
    public void Scores_filled_with_minus_a_billion_agree_wherever_a_query_sees_something() => Goldens.Each(
        "lesson_attention",
        golden => !HasQueryThatSeesNothing(golden),
        golden => AttentionGolden.Check(
            golden,
            golden.HasInput("mask") ? AttentionGolden.MaskFrom(golden, golden.ReadBooleans("mask"), AttentionMask.From) : AttentionMask.None,
            "d",
            "attn"));

    [Fact]
    public void A_sliding_window_agrees() => Goldens.Each("sliding_window_attention", golden =>
    {
        var window = (int)golden.Parameter("window");
        AttentionGolden.Check(golden, AttentionMask.SlidingWindow(window, window), "d_", "weights");
    });

    private static bool HasQueryThatSeesNothing(OperatorCase golden) =>
        golden.HasInput("mask") && golden.ReadBooleans("mask").Chunk(golden.Shape("k")[^2]).Any(row => !row.Contains(true));
}
