using Heed.Pipelines.Evaluation;

namespace Heed.Pipelines.Tests.Evaluation;

public class SoftmaxRegressionTests
{
    [Fact]
    public void Bfgs_finds_the_minimum_of_a_badly_scaled_bowl()
    {
        float[] place = [5, -3, 2, 0.5f];
        double[] curvatures = [1, 10, 100, 1000];
        var steps = LimitedMemoryBfgs.Minimize(
            (x, gradient) =>
            {
                var value = 1.0;
                for (var i = 0; i < x.Length; i++)
                {
                    value += curvatures[i] * (x[i] - i) * (x[i] - i) / 2;
                    gradient[i] = (float)(curvatures[i] * (x[i] - i));
                }

                return value;
            },
            place,
            maxIterations: 100,
            convexity: 1,
            tolerance: 1e-8,
            TestContext.Current.CancellationToken);

        Assert.InRange(steps, 1, 60);
        for (var i = 0; i < place.Length; i++)
        {
            Assert.Equal(i, place[i], 1e-3);
        }
    }

    [Fact]
    public void Without_features_the_probabilities_are_the_shares_of_the_classes()
    {
        var rows = new SparseMatrix([0, 0, 0, 0, 0, 0, 0, 0, 0], [], [], 0);
        var fitted = Fit(rows, [0, 0, 0, 0, 0, 1, 1, 2], 3, 1);
        AssertClose([5f / 8, 2f / 8, 1f / 8], Probabilities(fitted, rows, 0));
        AssertClose([3f / 4, 1f / 4], Probabilities(Fit(new SparseMatrix([0, 0, 0, 0, 0], [], [], 0), [0, 1, 0, 0], 2, 1), rows, 0));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void At_the_minimum_every_weight_balances_its_penalty(int numClasses)
    {
        // dE/dw = 0: w[f, k] = -C * sum_i (p(k | x_i) - [y_i = k]) x_i[f].
        var random = new Random(3);
        const int Rows = 40;
        const int Features = 5;
        const double Strength = 2;
        int[] offsets = [.. Enumerable.Range(0, Rows + 1).Select(i => i * 2)];
        int[] columns = [.. Enumerable.Range(0, Rows).SelectMany(_ => new[] { random.Next(2), 2 + random.Next(3) })];
        float[] values = [.. columns.Select(_ => random.NextSingle())];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(numClasses))];
        var rows = new SparseMatrix(offsets, columns, values, Features);

        var fitted = Fit(rows, labels, numClasses, Strength);

        var width = SoftmaxRegression.Columns(numClasses);
        var expected = new double[Features * width];
        for (var row = 0; row < Rows; row++)
        {
            var probabilities = Probabilities(fitted, rows, row);
            for (var column = 0; column < width; column++)
            {
                var k = column + numClasses - width;
                var error = probabilities[k] - (labels[row] == k ? 1 : 0);
                for (var i = 0; i < 2; i++)
                {
                    expected[(rows.ColumnsOf(row)[i] * width) + column] -= Strength * error * rows.ValuesOf(row)[i];
                }
            }
        }

        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], fitted.Weights[i], 1e-2);
        }
    }

    private static SoftmaxRegression Fit(SparseMatrix rows, int[] labels, int numClasses, double strength) =>
        SoftmaxRegression.Fit(
            rows, labels, [.. Enumerable.Range(0, labels.Length)], numClasses, strength, null, 1e-7, TestContext.Current.CancellationToken);

    private static float[] Probabilities(SoftmaxRegression regression, SparseMatrix rows, int row)
    {
        var probabilities = new float[regression.NumClasses];
        regression.Probabilities(rows.ColumnsOf(row), rows.ValuesOf(row), probabilities);
        return probabilities;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-3);
        }
    }
}
