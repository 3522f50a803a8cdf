using Heed.Kernels;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class ColumnSumTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 1)]
    [InlineData(64, 16)]
    [InlineData(67, 61)]
    [InlineData(131, 127)]
    [InlineData(193, 211)]
    public void A_sum_runs_over_64_rows_at_a_time_bit_by_bit(int rows, int columns)
    {
        var (x, found) = (Random(rows * columns, 1), Random(columns, 2));
        var expected = found.ToArray();
        for (var column = 0; column < columns; column++)
        {
            for (var start = 0; start < rows; start += 64)
            {
                var run = 0f;
                for (var row = start; row < Math.Min(rows, start + 64); row++)
                {
                    run += x[(row * columns) + column];
                }

                expected[column] += run;
            }
        }

        ReductionKernel.ColumnSums(x, rows, columns, found, accumulate: true);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Without_adding_what_was_there_is_forgotten_and_threads_do_not_matter() => AssertSameBitsOnAnyTeam(() =>
    {
        var sums = Enumerable.Repeat(float.NaN, 307).ToArray();
        ReductionKernel.ColumnSums(Random(101 * 307, 3), 101, 307, sums);
        Assert.All(sums, sum => Assert.True(float.IsFinite(sum)));
        return sums;
    });
}
