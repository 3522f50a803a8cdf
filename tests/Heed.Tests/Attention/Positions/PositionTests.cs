using Heed.Attention.Positions;
using Heed.Autograd;
using Heed.Layers;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Attention.Positions;

public class PositionTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(7)]
    public void The_layouts_of_sinusoids_hold_the_same_columns(int dim)
    {
        const int Length = 11;
        var (interleaved, halves) = (SinusoidalPositions.Interleaved(Length, dim), SinusoidalPositions.Halves(Length, dim));
        for (var i = 0; i < interleaved.Length; i++)
        {
            var (position, column) = (i / dim, i % dim);
            Assert.Equal(interleaved.Data[i], halves.Data[(position * dim) + (column / 2) + (column % 2 * ((dim + 1) / 2))]);
        }
    }

    [Fact]
    public void A_position_of_sinusoids_is_another_one_turned_by_their_offset()
    {
        const int Dim = 6;
        var encoding = SinusoidalPositions.Interleaved(9, Dim);
        for (var pair = 0; pair < Dim / 2; pair++)
        {
            var (sine, cosine) = Math.SinCos(3 * Math.Pow(10_000, -2.0 * pair / Dim));
            var (before, after) = ((4 * Dim) + (2 * pair), (7 * Dim) + (2 * pair));
            Assert.Equal((encoding.Data[before] * cosine) + (encoding.Data[before + 1] * sine), encoding.Data[after], 1e-6);
            Assert.Equal((encoding.Data[before + 1] * cosine) - (encoding.Data[before] * sine), encoding.Data[after + 1], 1e-6);
        }
    }

    [Fact]
    public void Blooms_form_of_alibi_gives_the_weights_of_the_papers()
    {
        const int Length = 5;
        var scores = Parameter(1, 3, Length, Length);
        var causal = Alibi.CausalBias(3, Length, Length);
        var ofBloom = Alibi.KeyBias(3, [true, true, true, true, true]);
        var (expected, actual) = (Op.Add(scores, causal), Tensor.Zeros(3, Length, Length));
        for (var i = 0; i < actual.Length; i++)
        {
            var hidden = float.IsInfinity(causal.Data[i]);
            actual.Data[i] = hidden ? causal.Data[i] : scores.Data[i] + ofBloom.Data[(i / (Length * Length) * Length) + (i % Length)];
        }

        OperatorCase.Check("weights", Op.Softmax(expected).Data, Op.Softmax(actual).Data, 1e-6);
    }

    [Fact]
    public void Learnt_positions_are_added_and_learn_where_they_were_used()
    {
        var parameters = new ParameterSet(seed: 1);
        var positions = new LearnedPositions(parameters.Root["positions"], 5, 3);
        var x = Parameter(1, 4, 3);
        Check(inputs => positions.Forward(inputs[0], [0, 1, 0, 4]), x, positions.Weight);
        Assert.Equal(["positions.weight"], parameters.Names);
        Assert.Throws<ArgumentOutOfRangeException>(() => positions.Forward(x, [0, 1, 2, 5]));
    }

    [Fact]
    public void A_width_that_does_not_split_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SineCosineGrid.Create(new(2, 2), 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => SinusoidalPositions.Interleaved(3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SinusoidalPositions.Halves(-1, 4));
    }
}
