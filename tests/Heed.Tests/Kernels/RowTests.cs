using Heed.Kernels;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

public class RowTests
{
    [Fact]
    public void Gathered_rows_are_those_of_the_table_and_scatter_adds_them_back()
    {
        var (vocabSize, dim) = (11, 67);
        int[] ids = [3, 0, 10, 3, 3, 7, 0];
        var (table, y) = (Random(vocabSize * dim, 1), new float[ids.Length * dim]);
        EmbeddingKernel.Gather(table, ids, y, dim);
        var (dTable, expected) = (Random(table.Length, 2), Random(table.Length, 2));
        EmbeddingKernel.ScatterAdd(y, ids, dTable, dim, paddingId: 7);
        for (var i = 0; i < ids.Length; i++)
        {
            for (var d = 0; d < dim; d++)
            {
                Assert.Equal(table[(ids[i] * dim) + d], y[(i * dim) + d]);
                expected[(ids[i] * dim) + d] += ids[i] == 7 ? 0 : y[(i * dim) + d];
            }
        }

        Assert.Equal(expected, dTable);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void An_id_outside_the_table_is_refused(int id)
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => EmbeddingKernel.Gather(new float[8], [1, id], new float[4], 2));
        Assert.Contains($"{id} is outside a table of 4 rows", thrown.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => EmbeddingKernel.ScatterAdd(new float[4], [1, id], new float[8], 2));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 61)]
    [InlineData(1031, 131)]
    public void Column_sums_are_those_of_double_precision(int rows, int columns)
    {
        var (x, start) = (Random(rows * columns, 1), Random(columns, 2));
        var sums = Enumerable.Range(0, columns).Select(c => Enumerable.Range(0, rows).Sum(r => (double)x[(r * columns) + c])).ToArray();
        var (overwritten, added) = ((float[])start.Clone(), (float[])start.Clone());
        ReductionKernel.ColumnSums(x, rows, columns, overwritten);
        ReductionKernel.ColumnSums(x, rows, columns, added, accumulate: true);
        AssertClose([.. sums.Select(sum => (float)sum)], overwritten, 1e-5);
        AssertClose([.. sums.Select((sum, c) => (float)(start[c] + sum))], added, 1e-5);
    }

    [Fact]
    public void Segment_means_and_their_gradients_agree_with_the_definition()
    {
        var dim = 13;
        int[] offsets = [0, 3, 3, 4, 11];
        var (x, dy) = (Random(11 * dim, 1), Random(4 * dim, 2));
        var (y, dx) = (new float[4 * dim], Random(11 * dim, 3));
        var (expected, dExpected) = (new float[4 * dim], (float[])dx.Clone());
        for (var s = 0; s < 4; s++)
        {
            for (var row = offsets[s]; row < offsets[s + 1]; row++)
            {
                for (var d = 0; d < dim; d++)
                {
                    expected[(s * dim) + d] += x[(row * dim) + d] / (offsets[s + 1] - offsets[s]);
                    dExpected[(row * dim) + d] += dy[(s * dim) + d] / (offsets[s + 1] - offsets[s]);
                }
            }
        }

        ReductionKernel.SegmentMean(x, offsets, y, dim);
        ReductionKernel.SegmentMeanBackward(dy, offsets, dx, dim);
        AssertClose(expected, y, 1e-6);
        AssertClose(dExpected, dx, 1e-6);
    }
}
