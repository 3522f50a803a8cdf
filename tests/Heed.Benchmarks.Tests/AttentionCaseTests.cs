using Heed.Benchmarks.Attention;

namespace Heed.Benchmarks.Tests;

public class AttentionCaseTests
{
    private static readonly AttentionCase Dense = new() { Kind = "dense", Batch = 2, NumHeads = 3, QueryLen = 5, KeyLen = 7, HeadDim = 11 };

    [Fact]
    public void Names_tell_the_cases_apart() =>
        Assert.Distinct(AttentionCases.All().Select(one => one.Name));

    [Fact]
    public void Dense_work_is_two_products_of_two_operations() =>
        Assert.Equal(2 * 2 * 2 * 3 * 5 * 7 * 11, Dense.Work.Amount);

    [Fact]
    public void Backward_has_five_products_more() =>
        Assert.Equal(3.5 * Dense.Work.Amount, (Dense with { WithBackward = true }).Work.Amount);

    [Fact]
    public void Of_causal_attention_the_triangle_counts() =>
        Assert.Equal(2 * 2 * 2 * 3 * 11 * (3 + 4 + 5 + 6 + 7), (Dense with { IsCausal = true }).Work.Amount);

    [Fact]
    public void Of_a_window_the_band_counts() =>
        Assert.Equal(2 * 2 * 2 * 3 * 11 * (3 + 4 + 4 + 4 + 4), (Dense with { IsCausal = true, Window = 4 }).Work.Amount);

    [Fact]
    public void Of_a_padded_batch_the_texts_count() =>
        Assert.Equal(2 * 2 * 3 * 11 * ((2 * 2) + (5 * 5)), (Dense with { KeyLen = 5, Lengths = [2, 5] }).Work.Amount);

    [Fact]
    public void A_decoding_step_reads_keys_and_values_once() =>
        Assert.Equal(2 * 4 * 2 * 3 * 7 * 11, (Dense with { QueryLen = 1 }).Work.Amount);

    [Fact]
    public void A_window_written_out_hides_what_is_older_and_what_is_to_come()
    {
        var mask = AttentionMasks.Additive(Dense with { QueryLen = 2, KeyLen = 4, IsCausal = true, Window = 2 });
        const float No = float.NegativeInfinity;
        Assert.Equal([No, 0, 0, No, No, No, 0, 0], mask);
    }

    [Fact]
    public void A_peer_that_computes_something_else_is_found()
    {
        var data = new AttentionData(Dense);
        using var heed = new HeedAttention(Dense, data);
        using var wrong = new Doubling(heed);
        AttentionCheck.Agree(Dense, heed, []);
        Assert.Throws<WrongResultException>(() => AttentionCheck.Agree(Dense, heed, [wrong]));
    }

    private sealed class Doubling(AttentionContender original) : AttentionContender("doubling")
    {
        public override void Run() => original.Run();

        public override float[] Output() => [.. original.Output().Select(value => 2 * value)];

        public override void Dispose()
        {
        }
    }
}
