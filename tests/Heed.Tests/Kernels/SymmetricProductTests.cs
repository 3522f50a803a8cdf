using Heed.Kernels;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class SymmetricProductTests
{
    [Theory]
    [InlineData(1, 5, false)]
    [InlineData(7, 3, true)]
    [InlineData(31, 17, false)]
    [InlineData(47, 53, true)]
    [InlineData(53, 47, false)]
    [InlineData(97, 131, true)]
    [InlineData(131, 97, false)]
    [InlineData(128, 256, false)]
    public void A_matrix_times_its_transpose_has_the_bits_of_the_whole_product(int n, int k, bool isTransposed)
    {
        var stride = (isTransposed ? n : k) + 3;
        var x = Random((isTransposed ? k : n) * stride, 11);
        var (expected, found) = (new float[n * n], new float[n * n]);
        MatMulKernel.Multiply(x, stride, isTransposed, x, stride, !isTransposed, expected, n, n, n, k);
        found.AsSpan().Fill(float.NaN);
        SymmetricProduct.Multiply(x, stride, isTransposed, x, stride, !isTransposed, found, n, k);
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(61)]
    [InlineData(109)]
    public void A_symmetric_matrix_is_squared_bit_by_bit(int n)
    {
        var (gram, expected, found) = (new float[n * n], new float[n * n], new float[n * n]);
        var x = Random(n * n, 12);
        SymmetricProduct.Multiply(x, n, false, x, n, true, gram, n, n);
        MatMulKernel.Multiply(gram, n, false, gram, n, false, expected, n, n, n, n);
        SymmetricProduct.Multiply(gram, n, false, gram, n, false, found, n, n);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void The_result_does_not_depend_on_the_number_of_threads() => AssertSameBitsOnAnyTeam(() =>
    {
        var x = Random(211 * 223, 13);
        var found = new float[211 * 211];
        SymmetricProduct.Multiply(x, 223, false, x, 223, true, found, 211, 223);
        return found;
    });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 16)]
    [InlineData(13, 8)]
    [InlineData(16, 11)]
    [InlineData(29, 37)]
    public unsafe void A_transposed_copy_takes_every_element_and_touches_nothing_else(int rows, int columns)
    {
        var source = Random(rows * (columns + 2), 14);
        var target = new float[columns * (rows + 1)];
        fixed (float* pSource = source, pTarget = target)
        {
            MatrixTranspose.Copy(pSource, columns + 2, rows, columns, pTarget, rows + 1);
        }

        for (var j = 0; j < columns; j++)
        {
            for (var i = 0; i < rows; i++)
            {
                Assert.Equal(source[(i * (columns + 2)) + j], target[(j * (rows + 1)) + i]);
            }

            Assert.Equal(0, target[(j * (rows + 1)) + rows]);
        }
    }
}
