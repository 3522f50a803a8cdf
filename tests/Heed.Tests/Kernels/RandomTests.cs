using System.Runtime.Intrinsics;
using Heed.Kernels;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class RandomTests
{
    [Fact]
    public void Philox_gives_the_known_answers_of_its_authors()
    {
        // Random123, kat_vectors.
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), Philox.Words(0, 0, 0, 0, 0, Philox.Rounds));
        Assert.Equal((0x5f6fb709u, 0x0d893f64u, 0x4f121f81u, 0x4f730a48u), Philox.Words(0, 0, 0, 0, 0, Philox.FewerRounds));
        Assert.Equal(
            (0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u),
            Philox.Words(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0x299f31d0a4093822, Philox.Rounds));
    }

    [Fact]
    public void Eight_lanes_of_Philox_are_eight_counters()
    {
        Vector256<uint> c0 = Vector256.Create(9u, 8, 7, 6, 5, 4, 3, uint.MaxValue), c1 = Vector256.Create(1u), c2 = Vector256.Create(2u),
        c3 = Vector256.Create(3u);
        var counters = c0;
        Philox.Words(ref c0, ref c1, ref c2, ref c3, 0x0123456789ABCDEF, Philox.Rounds);
        for (var lane = 0; lane < 8; lane++)
        {
            Assert.Equal(Philox.Words(counters[lane], 1, 2, 3, 0x0123456789ABCDEF, Philox.Rounds), (c0[lane], c1[lane], c2[lane], c3[lane]));
        }
    }

    [Fact]
    public void Dropout_follows_its_mask_forwards_and_backwards()
    {
        foreach (var length in (int[])[0, 1, 7, 31, 32, 33, 1021, 40_009])
        {
            var (x, y, dx) = (Random(length, 1), new float[length], Random(length, 2));
            var start = (float[])dx.Clone();
            DropoutKernel.Forward(x, y, 0.3f, 12345);
            DropoutKernel.Backward(x, dx, 0.3f, 12345);
            for (var i = 0; i < length; i++)
            {
                var expected = DropoutKernel.Keeps(12345, i, 0.3f) ? x[i] * (1 / (1 - 0.3f)) : 0;
                Assert.Equal(expected, y[i]);
                Assert.Equal(start[i] + expected, dx[i]);
            }
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void Dropout_drops_its_share(float rate)
    {
        var x = Enumerable.Repeat(1f, 200_000).ToArray();
        DropoutKernel.Forward(x, x, rate, 7);
        Assert.Equal(rate, x.Count(value => value == 0) / 200_000d, 0.005);
        Assert.Equal(1, x.Average(), 0.02);
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(-0.1f)]
    [InlineData(float.NaN)]
    public void A_rate_outside_0_to_1_is_refused(float rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DropoutKernel.Forward(new float[1], new float[1], rate, 7));

    [Fact]
    public void Fills_have_their_moments()
    {
        var values = new float[200_003];
        CounterRandom.FillUniform(values, 1, -2, 4);
        Assert.InRange(values.Min(), -2, -1.999f);
        Assert.InRange(values.Max(), 3.999f, 4);
        Assert.Equal(1, values.Average(), 0.02);
        CounterRandom.FillNormal(values, 2, 3, 0.5f);
        Assert.Equal(3, values.Average(), 0.01);
        Assert.Equal(0.25, values.Average(value => (value - 3d) * (value - 3d)), 0.005);
        Assert.Equal(0, values.Average(value => Math.Pow((value - 3d) / 0.5, 3)), 0.03);
        Assert.Equal(3, values.Average(value => Math.Pow((value - 3d) / 0.5, 4)), 0.09);
    }

    [Fact]
    public void Fills_and_masks_have_the_same_bits_on_any_team()
    {
        var x = Random(100_003, 1);
        AssertSameBitsOnAnyTeam(() =>
        {
            var (uniform, normal, dropped) = (new float[x.Length], new float[x.Length], new float[x.Length]);
            CounterRandom.FillUniform(uniform, 1);
            CounterRandom.FillNormal(normal, 2);
            DropoutKernel.Forward(x, dropped, 0.4f, 3);
            return [.. uniform, .. normal, .. dropped];
        });
    }

    [Fact]
    public void A_shuffle_is_a_permutation_that_its_key_decides()
    {
        var (a, b, c) = (Enumerable.Range(0, 1000).ToArray(), Enumerable.Range(0, 1000).ToArray(), Enumerable.Range(0, 1000).ToArray());
        CounterRandom.Shuffle<int>(a, 1);
        CounterRandom.Shuffle<int>(b, 1);
        CounterRandom.Shuffle<int>(c, 2);
        Assert.Equal(a, b);
        Assert.NotEqual(a, c);
        Assert.Equal(Enumerable.Range(0, 1000), a.Order());
        Assert.InRange(a.Index().Count(pair => pair.Index == pair.Item), 0, 8);
    }
}
