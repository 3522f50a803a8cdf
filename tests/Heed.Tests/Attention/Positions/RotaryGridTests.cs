using Heed.Attention.Positions;
using Heed.Autograd;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Attention.Positions;

public class RotaryGridTests
{
    [Fact]
    public void A_product_depends_on_how_far_apart_two_patches_are_in_both_directions()
    {
        const int HeadDim = 8, Height = 5, Width = 7;
        // The same query and the same key at every place.
        var (q, k) = (Random(HeadDim, 1), Random(HeadDim, 2));
        var grid = new RotaryGrid(new(Height, Width), HeadDim);
        var (queries, keys) = (grid.Turn(Everywhere(q)), grid.Turn(Everywhere(k)));

        Assert.Equal(Product(0, 0, 2, 3), Product(1, 3, 3, 6), 1e-4);
        Assert.Equal(Product(4, 6, 1, 0), Product(3, 6, 0, 0), 1e-4);
        Assert.NotEqual(Product(0, 0, 2, 3), Product(0, 0, 3, 2), 1e-2);

        Tensor Everywhere(float[] row) => Tensor.From([.. Enumerable.Range(0, Height * Width).SelectMany(_ => row)], Height * Width, HeadDim);
        double Product(int row, int column, int keyRow, int keyColumn)
        {
            var (query, key) = (queries.Slice((row * Width) + column, (row * Width) + column + 1), keys.Slice((keyRow * Width) + keyColumn, (keyRow * Width) + keyColumn + 1));
            return Enumerable.Range(0, HeadDim).Sum(i => (double)query.Data[i] * key.Data[i]);
        }
    }

    [Fact]
    public void Columns_turn_the_first_half_of_each_head_rows_the_second_and_tokens_before_the_patches_stay()
    {
        const int HeadDim = 4;
        var x = Parameter(1, 2 * (2 + 6), 3 * HeadDim);
        var turned = new RotaryGrid(new(2, 3), HeadDim, numPrefixTokens: 2).Turn(x);
        for (var i = 0; i < x.Length; i++)
        {
            var (patch, isOfRow) = ((i / x.Columns % 8) - 2, i % HeadDim >= HeadDim / 2);
            var position = patch < 0 ? 0 : isOfRow ? patch / 3 : patch % 3;
            var (first, sign) = (i - (i % 2), i % 2 == 0 ? -1 : 1);
            // Four dimensions are two pairs of frequency 1.
            var expected = (x.Data[i] * Math.Cos(position)) + (sign * x.Data[i % 2 == 0 ? first + 1 : first] * Math.Sin(position));
            Assert.Equal(expected, turned.Data[i], 1e-5);
        }
    }

    [Fact]
    public void Gradients_agree_with_differences() =>
        Check(x => new RotaryGrid(new(2, 3), 4, 1).Turn(x[0]), Parameter(1, 7, 8));

    [Fact]
    public void Widths_and_rows_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new RotaryGrid(new(2, 3), 6));
        Assert.Throws<ArgumentException>(() => new RotaryGrid(new(2, 3), 4).Turn(Tensor.Zeros(7, 4)));
        Assert.Throws<ArgumentException>(() => new RotaryGrid(new(2, 3), 4).Turn(Tensor.Zeros(6, 6)));
    }
}
