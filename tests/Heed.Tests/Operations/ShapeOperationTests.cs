using Heed.Autograd;
using Heed.Kernels.Reference;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Operations;

/// <summary>What operations over axes give, against their definitions by index.</summary>
public class ShapeOperationTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_product_of_many_matrices_is_the_product_of_each_pair(bool transposeA, bool transposeB)
    {
        const int Count = 3, M = 7, N = 11, K = 5;
        var a = transposeA ? Parameter(1, Count, K, M) : Parameter(1, Count, M, K);
        var b = transposeB ? Parameter(2, Count, N, K) : Parameter(2, Count, K, N);
        var (pairs, sharedA, sharedB) = (
            Op.MatMul(a, b, transposeA, transposeB), Op.MatMul(Matrix(a, 0), b, transposeA, transposeB), Op.MatMul(a, Matrix(b, 0), transposeA, transposeB));
        for (var s = 0; s < Count; s++)
        {
            CheckProduct(Matrix(a, s), Matrix(b, s), Matrix(pairs, s));
            CheckProduct(Matrix(a, 0), Matrix(b, s), Matrix(sharedA, s));
            CheckProduct(Matrix(a, s), Matrix(b, 0), Matrix(sharedB, s));
        }

        void CheckProduct(Tensor left, Tensor right, Tensor product)
        {
            var expected = new float[M * N];
            MatMulReference.Multiply(left.Data, left.Columns, transposeA, right.Data, right.Columns, transposeB, expected, N, M, N, K);
            Assert.Equal([M, N], product.Shape.ToArray());
            OperatorCase.Check("product", expected, product.Data, 1e-5);
        }

        static Tensor Matrix(Tensor x, int s) => x.Slice(s, s + 1).Reshape(x.Shape[1..]);
    }

    [Fact]
    public void A_sum_of_two_shapes_adds_what_stands_at_the_same_place_of_the_stretched_ones()
    {
        var (x, y) = (Parameter(1, 3, 1, 5), Parameter(2, 7, 1));
        var z = Op.Add(x, y);
        Assert.Equal([3, 7, 5], z.Shape.ToArray());
        Each(z.Shape, (index, place) => Assert.Equal(x.Data[(place[0] * 5) + place[2]] + y.Data[place[1]], z.Data[index]));
    }

    [Fact]
    public void A_transpose_exchanges_two_places()
    {
        var x = Parameter(1, 2, 3, 5, 7);
        var y = Op.Transpose(x, 1, -1);
        Assert.Equal([2, 7, 5, 3], y.Shape.ToArray());
        Each(y.Shape, (index, place) => Assert.Equal(x.Data[(((((place[0] * 3) + place[3]) * 5) + place[2]) * 7) + place[1]], y.Data[index]));
    }

    [Fact]
    public void Parts_stand_side_by_side_and_are_found_there()
    {
        var (x, y) = (Parameter(1, 2, 3, 5), Parameter(2, 2, 7, 5));
        var z = Op.Concatenate(1, x, y);
        Assert.Equal([2, 10, 5], z.Shape.ToArray());
        Assert.Equal(x.Data.ToArray(), Op.Slice(z, 1, 0, 3).Data.ToArray());
        Assert.Equal(y.Data.ToArray(), Op.Slice(z, -2, 3, 10).Data.ToArray());
        Each(z.Shape, (index, place) => Assert.Equal(
            place[1] < 3 ? x.Data[(((place[0] * 3) + place[1]) * 5) + place[2]] : y.Data[(((place[0] * 7) + place[1] - 3) * 5) + place[2]], z.Data[index]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_sum_along_an_axis_keeps_the_axis(int axis)
    {
        var x = Parameter(1, 3, 5, 7);
        var (sum, mean) = (Op.Sum(x, axis), Op.Mean(x, axis));
        var expected = new double[sum.Length];
        Each(x.Shape, (index, place) =>
        {
            place[axis] = 0;
            expected[(((place[0] * sum.Shape[1]) + place[1]) * sum.Shape[2]) + place[2]] += x.Data[index];
        });
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], sum.Data[i], 1e-5);
            Assert.Equal(expected[i] / x.Shape[axis], mean.Data[i], 1e-5);
        }
    }

    [Fact]
    public void What_is_not_visible_is_filled() =>
        Assert.Equal([1, -9, 3, 4, -9, 6], Op.MaskedFill(Tensor.From([1, 2, 3, 4, 5, 6], 2, 3), [true, false, true], -9).Data.ToArray());

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        var (x, y) = (Tensor.Zeros(2, 3, 5), Tensor.Zeros(3, 3, 7));
        Names(() => Op.MatMul(x, y), "[2, 3, 5]", "[3, 3, 7]");
        Names(() => Op.MatMul(x, Tensor.Zeros(3, 3, 5), transposeA: true), "[2, 3, 5] transposed", "[3, 3, 5]");
        Names(() => Op.Broadcast(x, 2, 3, 7), "[2, 3, 5]", "[2, 3, 7]");
        Names(() => Op.Concatenate(1, x, y), "[2, 3, 5]", "[3, 3, 7]");
        Names(() => Op.Concatenate(0), "at least one");
        Names(() => Op.Slice(x, 1, 2, 4), "2 to 4", "[2, 3, 5]");
        Names(() => Op.Sum(x, 3), "axis 3", "[2, 3, 5]");
        Names(() => Op.Transpose(x, -4), "axis -4", "[2, 3, 5]");
        Names(() => Op.MaskedFill(x, new bool[4], 0), "4 values", "[2, 3, 5]");

        static void Names(Func<Tensor> operation, params string[] parts) =>
            Assert.All(parts, part => Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(operation).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Axes_of_length_zero_pass()
    {
        var empty = Parameter(1, 2, 0, 3);
        using var tape = new Tape();
        var scores = Op.MatMul(empty, Parameter(2, 2, 5, 3), transposeB: true); // [2, 0, 5]
        var sum = Op.Sum(Op.Concatenate(-1, scores, scores), -2);              // [2, 1, 10]
        Assert.Equal(new float[20], sum.Data.ToArray());
        Assert.Equal(new float[6], Op.Sum(Op.Transpose(empty), -1).Data.ToArray());
        tape.Backward((sum, new float[20]));
    }

    private static void Each(ReadOnlySpan<int> shape, Action<int, int[]> check)
    {
        var place = new int[shape.Length];
        for (var (index, length) = (0, 1); index == 0 || index < length; index++)
        {
            length = 1;
            for (var (axis, rest) = (shape.Length - 1, index); axis >= 0; axis--)
            {
                (place[axis], rest, length) = (rest % shape[axis], rest / shape[axis], length * shape[axis]);
            }

            check(index, place);
        }
    }
}
