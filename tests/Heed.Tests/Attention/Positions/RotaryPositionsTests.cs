using CsCheck;
using Heed.Attention.Positions;
using Heed.Autograd;
using Heed.Kernels;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Attention.Positions;

public class RotaryPositionsTests
{
    private static readonly Gen<RotaryLayout> Layout = Gen.OneOf(Gen.Const(RotaryLayout.Halves), Gen.Const(RotaryLayout.Interleaved));

    [Fact]
    public void A_product_depends_on_the_offset_alone() =>
        Gen.Select(Layout, Gen.Int[1, 9], Gen.Int[0, 200], Gen.Int[0, 200], Gen.Int[0, 200]).Sample((layout, pairs, query, key, shift) =>
        {
            var (q, k) = (Parameter(1, 1, 2 * pairs), Parameter(2, 1, 2 * pairs));
            Assert.Equal(Product(q, query, k, key, layout), Product(q, query + shift, k, key + shift, layout), 1e-3);
        });

    [Fact]
    public void The_layouts_differ_in_the_order_of_columns_only()
    {
        const int HeadDim = 14;
        int[] order = [.. Enumerable.Range(0, HeadDim).Select(column => (column % 2 * (HeadDim / 2)) + (column / 2))];
        var (x, positions) = (Parameter(1, 2, 3, 5, HeadDim), new[] { 0, 1, 7, 4, 90 });
        var halves = RotaryPositions.Apply(x, positions);
        var interleaved = RotaryPositions.Apply(Permuted(x), positions, RotaryLayout.Interleaved);
        OperatorCase.Check("interleaved", Permuted(halves).Data, interleaved.Data, 2e-5);

        Tensor Permuted(Tensor tensor) =>
            Tensor.From([.. Enumerable.Range(0, tensor.Length).Select(i => tensor.Data[i - (i % HeadDim) + order[i % HeadDim]])], tensor.Shape);
    }

    [Fact]
    public void Positions_are_of_each_sequence_where_there_are_so_many()
    {
        var x = Parameter(1, 2, 3, 5, 4); // [batch, numHeads, seqLen, headDim]
        var (first, second) = (new[] { 0, 1, 2, 3, 4 }, new[] { 9, 8, 7, 6, 5 });
        var both = RotaryPositions.Apply(x, [.. first, .. second]);
        Assert.Equal(RotaryPositions.Apply(x.Slice(0, 1), first).Data, both.Slice(0, 1).Data);
        Assert.Equal(RotaryPositions.Apply(x.Slice(1, 2), second).Data, both.Slice(1, 2).Data);
    }

    [Theory]
    [InlineData(RotaryLayout.Halves)]
    [InlineData(RotaryLayout.Interleaved)]
    public void Gradients_agree_with_differences(RotaryLayout layout) => Check(
        x => RotaryPositions.Apply(x[0], [0, 3, 1], layout, 100, new LinearRotaryScaling(2)), Parameter(1, 2, 3, 6));

    [Fact]
    public void Linear_scaling_reads_a_position_as_the_one_before_it_by_the_factor()
    {
        var x = Parameter(1, 3, 10);
        Assert.Equal(
            RotaryPositions.Apply(x, [1, 2, 3]).Data, RotaryPositions.Apply(x, [4, 8, 12], scaling: new LinearRotaryScaling(4)).Data);
    }

    [Fact]
    public void The_base_that_is_aware_of_NTK_leaves_the_fastest_pair_and_slows_the_slowest_by_the_factor()
    {
        var before = RotaryPositions.Frequencies(10);
        var after = RotaryPositions.Frequencies(10, RotaryPositions.NtkAwareBase(10_000, 8, 10));
        Assert.Equal(before[0], after[0], 1e-12);
        Assert.Equal(before[^1] / 8, after[^1], 1e-9);
    }

    [Fact]
    public void The_dynamic_base_grows_from_the_original_length_on()
    {
        Assert.Equal(10_000, RotaryPositions.DynamicNtkBase(10_000, 2, 8, 64, 64));
        Assert.Equal(RotaryPositions.NtkAwareBase(10_000, 3, 8), RotaryPositions.DynamicNtkBase(10_000, 2, 8, 128, 64));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => RotaryPositions.Apply(Tensor.Zeros(2, 3, 4), [0, 1]));
        Assert.Throws<ArgumentException>(() => RotaryPositions.Apply(Tensor.Zeros(4), [0]));
        Assert.Throws<ArgumentException>(() => RotaryPositions.Apply(Tensor.Zeros(3, 5), [0, 1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RotaryPositions.Apply(Tensor.Zeros(1, 4), [-1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RotaryPositions.NtkAwareBase(10_000, 2, 2));
    }

    private static double Product(Tensor q, int query, Tensor k, int key, RotaryLayout layout)
    {
        var (turnedQuery, turnedKey) = (RotaryPositions.Apply(q, [query], layout), RotaryPositions.Apply(k, [key], layout));
        var sum = 0.0;
        for (var i = 0; i < q.Length; i++)
        {
            sum += (double)turnedQuery.Data[i] * turnedKey.Data[i];
        }

        return sum;
    }
}
