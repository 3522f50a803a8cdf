using Heed.Kernels;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

public unsafe class MatMulTileTests
{
    private const int MostRows = 37;
    private const int Depth = 11;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_number_of_rows_agrees_with_the_definition_and_leaves_the_next_row_alone(bool sideBySide)
    {
        var (aRow, aStep) = sideBySide ? (1, MostRows + 2) : (Depth + 2, 1);
        var (bStep, cStride) = (19, 23);
        float[] a = Random(MostRows * (Depth + 2) * 2, 1), b = Random(Depth * bStep, 2), start = Random((MostRows + 1) * cStride, 3);
        for (var rows = 1; rows <= MostRows; rows++)
        {
            foreach (var accumulate in (bool[])[false, true])
            {
                var (expected, actual) = ((float[])start.Clone(), (float[])start.Clone());
                for (var i = 0; i < rows; i++)
                {
                    for (var j = 0; j < MatMulTile.Columns; j++)
                    {
                        var sum = accumulate ? (double)start[(i * cStride) + j] : 0;
                        for (var l = 0; l < Depth; l++)
                        {
                            sum += (double)a[(i * aRow) + (l * aStep)] * b[(l * bStep) + j];
                        }

                        expected[(i * cStride) + j] = (float)sum;
                    }
                }

                Multiply(a, aRow, aStep, b, bStep, actual, cStride, 0, rows, accumulate);
                AssertClose(expected, actual, 1e-6, $"{rows} rows, += {accumulate}");
            }
        }
    }

    [Fact]
    public void An_element_does_not_depend_on_the_rows_beside_it_nor_on_how_they_lie()
    {
        float[] apart = Random(MostRows * Depth, 1), sideBySide = new float[apart.Length], b = Random(Depth * 16, 2);
        for (var i = 0; i < apart.Length; i++)
        {
            sideBySide[(i % Depth * MostRows) + (i / Depth)] = apart[i];
        }

        var expected = new float[MostRows * 16];
        for (var row = 0; row < MostRows; row++)
        {
            Multiply(apart, Depth, 1, b, 16, expected, 16, row, 1, accumulate: false);
        }

        for (var rows = 1; rows <= MostRows; rows++)
        {
            var (c, d) = (new float[rows * 16], new float[rows * 16]);
            Multiply(apart, Depth, 1, b, 16, c, 16, 0, rows, accumulate: false);
            Multiply(sideBySide, 1, MostRows, b, 16, d, 16, 0, rows, accumulate: false);
            Assert.True(expected.AsSpan(0, rows * 16).SequenceEqual(c) && c.AsSpan().SequenceEqual(d), $"{rows} rows");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_panels_at_once_are_bit_for_bit_the_two_one_by_one(bool sideBySide)
    {
        var (aRow, aStep) = sideBySide ? (1, MostRows + 2) : (Depth + 2, 1);
        var (bStep, cStride) = (19, 23);
        float[] a = Random(MostRows * (Depth + 2) * 2, 1), b = Random(Depth * bStep, 2), other = Random(Depth * bStep, 3);
        float[] start = Random((MostRows + 1) * cStride, 4), otherStart = Random((MostRows + 1) * cStride, 5);
        for (var rows = 1; rows <= MostRows; rows++)
        {
            foreach (var accumulate in (bool[])[false, true])
            {
                float[] expected = [.. start], otherExpected = [.. otherStart], c = [.. start], otherC = [.. otherStart];
                Multiply(a, aRow, aStep, b, bStep, expected, cStride, 0, rows, accumulate);
                Multiply(a, aRow, aStep, other, bStep, otherExpected, cStride, 0, rows, accumulate);
                fixed (float* pa = a, pb = b, pOther = other, pc = c, pOtherC = otherC)
                {
                    MatMulTile.MultiplyPair(pa, aRow, aStep, pb, pOther, bStep, Depth, pc, pOtherC, cStride, rows, accumulate);
                }

                Assert.Equal(expected, c);
                Assert.Equal(otherExpected, otherC);
            }
        }
    }

    private static void Multiply(float[] a, int aRow, int aStep, float[] b, int bStep, float[] c, int cStride, int first, int rows, bool accumulate)
    {
        fixed (float* pa = a, pb = b, pc = c)
        {
            MatMulTile.Multiply(pa + (first * aRow), aRow, aStep, pb, bStep, Depth, pc + (first * cStride), cStride, rows, accumulate);
        }
    }
}
