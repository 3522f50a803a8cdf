using CsCheck;
using Heed.Attention;
using Heed.Autograd;

namespace Heed.Tests.Operations;

public class DropoutPropertyTests
{
    private const int Count = 20_000;

    /// <summary>Six standard deviations: one run in 500 million would fail by chance.</summary>
    private const double Deviations = 6;

    [Fact]
    public void Dropout_drops_its_rate_and_keeps_the_expectation() => Gen.Select(Gen.Float[0.01f, 0.95f], Gen.ULong).Sample(
        (rate, seed) =>
        {
            using var tape = new Tape(dropout: new DropoutSeed(seed, 1));
            var kept = Op.Dropout(Tensor.From([.. Enumerable.Repeat(1f, Count)], Count), rate).Data.ToArray();

            Assert.Equal(rate, kept.Count(value => value == 0) / (double)Count, Deviations * Math.Sqrt(rate * (1 - rate) / Count));
            Assert.Equal(1, kept.Average(value => (double)value), Deviations * Math.Sqrt(rate / (1 - rate) / Count));
            Assert.All(kept, value => Assert.True(value == 0 || Math.Abs(value - (1 / (1 - rate))) < 1e-4f * value));
        },
        iter: 30);

    [Fact]
    public void Dropout_of_attention_weights_keeps_the_expectation() => Gen.Select(Gen.Float[0.05f, 0.5f], Gen.ULong).Sample(
        (rate, seed) =>
        {
            // All values are 1, so without dropout every output is 1; all scores are equal.
            const int Length = 40;
            const int NumHeads = 50;
            var q = Tensor.Zeros(Length, NumHeads);
            var ones = Tensor.From([.. Enumerable.Repeat(1f, Length * NumHeads)], Length, NumHeads);
            using var tape = new Tape(dropout: new DropoutSeed(seed, 1));
            var output = FusedAttention.Apply(q, ones, ones, new AttentionHeads { NumHeads = NumHeads, Queries = Sequences.OfLengths(Length), DropoutRate = rate });

            var weights = Length * Length * NumHeads;
            Assert.Equal(1, output.Data.ToArray().Average(value => (double)value), Deviations * Math.Sqrt(rate / (1 - rate) / weights));
            Assert.Contains(output.Data.ToArray(), value => Math.Abs(value - 1) > 1e-3);
        },
        iter: 20);
}
