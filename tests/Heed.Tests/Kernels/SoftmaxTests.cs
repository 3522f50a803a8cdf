using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

public class SoftmaxTests
{
    [Fact]
    public void Large_scores_do_not_overflow()
    {
        var y = new float[3];
        SoftmaxKernel.Rows([1000, 1001, 999], y, 1, 3);
        AssertClose([0.24472847f, 0.66524096f, 0.09003057f], y, 1e-6);
    }

    [Fact]
    public void A_row_that_sees_nothing_gives_zeros()
    {
        var hidden = float.NegativeInfinity;
        var y = new float[6];
        SoftmaxKernel.Rows([hidden, hidden, hidden, 1, hidden, 1], y, 2, 3);
        Assert.Equal([0, 0, 0, 0.5f, 0, 0.5f], y);
    }

    [Fact]
    public void A_score_that_is_no_number_is_not_hidden()
    {
        var y = new float[3];
        SoftmaxKernel.Rows([0, float.NaN, 1], y, 1, 3);
        Assert.All(y, value => Assert.True(float.IsNaN(value)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(5, 8)]
    [InlineData(11, 13)]
    [InlineData(3, 41)]
    [InlineData(67, 521)]
    public void Rows_and_their_gradients_agree_with_the_definition(int rows, int columns)
    {
        var (x, dy, start) = (Random(rows * columns, 1, 9), Random(rows * columns, 2), Random(rows * columns, 3));
        var (y, dx, log, dxLog) = (new float[x.Length], (float[])start.Clone(), new float[x.Length], (float[])start.Clone());
        SoftmaxKernel.Rows(x, y, rows, columns);
        SoftmaxKernel.Backward(y, dy, dx, rows, columns);
        SoftmaxKernel.LogSoftmax(x, log, rows, columns);
        SoftmaxKernel.LogSoftmaxBackward(log, dy, dxLog, rows, columns);
        for (var row = 0; row < rows; row++)
        {
            var part = (row * columns)..((row + 1) * columns);
            var (expected, dExpected) = (new float[columns], start[part]);
            SoftmaxReference.Row(x[part], expected);
            SoftmaxReference.Backward(expected, dy[part], dExpected);
            AssertClose(expected, y[part], 3e-7, "softmax");
            AssertClose(dExpected, dx[part], 2e-6, "softmax backward");
            dExpected = start[part];
            SoftmaxReference.LogRow(x[part], expected);
            SoftmaxReference.LogBackward(expected, dy[part], dExpected);
            AssertClose(expected, log[part], 5e-7, "log-softmax");
            AssertClose(dExpected, dxLog[part], 4e-6, "log-softmax backward");
        }
    }
}
