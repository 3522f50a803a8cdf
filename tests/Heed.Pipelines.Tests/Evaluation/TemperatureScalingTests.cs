using CsCheck;
using Heed.Pipelines.Evaluation;

namespace Heed.Pipelines.Tests.Evaluation;

public class TemperatureScalingTests
{
    [Theory]
    [InlineData(0.4)]
    [InlineData(1.0)]
    [InlineData(3.0)]
    public void Logits_scaled_by_a_factor_get_it_back(double factor)
    {
        // Classes are drawn from softmax(z), so z is calibrated and factor * z is not.
        var (logits, truth) = Calibrated(20_000, 3);
        var scaled = Array.ConvertAll(logits, logit => (float)(logit * factor));
        Assert.Equal(factor, TemperatureScaling.Fit(scaled, truth, 3), 0.05 * factor);
    }

    [Fact]
    public void Scaling_lowers_the_calibration_error_of_an_overconfident_model()
    {
        var (logits, truth) = Calibrated(20_000, 2);
        var scaled = Array.ConvertAll(logits, logit => logit * 4);
        var temperature = TemperatureScaling.Fit(scaled, truth, 2);
        Assert.InRange(Error(scaled, truth, 1), 0.1, 0.5);
        Assert.InRange(Error(scaled, truth, temperature), 0, 0.02);
    }

    [Fact]
    public void Few_examples_move_the_temperature_little()
    {
        Assert.Equal(1, TemperatureScaling.Fit([], [], 2));
        Assert.InRange(TemperatureScaling.Fit([2f, 0f], [0], 2), 0.5, 1);
        Assert.InRange(TemperatureScaling.Fit([2f, 0f, 0f, 2f], [1, 0], 2), 1, 5);
    }

    [Fact]
    public void Many_certain_examples_stop_at_the_bounds()
    {
        var truth = Enumerable.Repeat(0, 10_000).ToArray();
        float[] right = [.. truth.SelectMany(_ => new[] { 0.01f, 0f })];
        float[] wrong = [.. truth.SelectMany(_ => new[] { 0f, 1000f })];
        Assert.Equal(TemperatureScaling.Minimum, TemperatureScaling.Fit(right, truth, 2), 1e-3);
        Assert.Equal(TemperatureScaling.Maximum, TemperatureScaling.Fit(wrong, truth, 2), 1e-2);
    }

    [Fact]
    public void The_loss_never_becomes_worse() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 4], Gen.Double[0.01, 50], Gen.Int)
            .Sample((examples, numClasses, spread, seed) =>
            {
                var random = new Random(seed);
                float[] logits = [.. Enumerable.Range(0, examples * numClasses).Select(_ => (float)(spread * (random.NextDouble() - 0.5)))];
                int[] truth = [.. Enumerable.Range(0, examples).Select(_ => random.Next(numClasses))];
                var temperature = TemperatureScaling.Fit(logits, truth, numClasses);
                return temperature >= TemperatureScaling.Minimum * 0.9999 && temperature <= TemperatureScaling.Maximum * 1.0001
                    && TemperatureScaling.MeanLoss(logits, truth, numClasses, temperature) <= TemperatureScaling.MeanLoss(logits, truth, numClasses, 1);
            });

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<InvalidInputException>(() => TemperatureScaling.Fit([0f, float.NaN], [0], 2));
        Assert.Throws<InvalidInputException>(() => TemperatureScaling.Fit([0f, float.PositiveInfinity], [0], 2));
        Assert.Throws<ArgumentException>(() => TemperatureScaling.Fit([0f], [0], 2));
        Assert.Throws<ArgumentException>(() => TemperatureScaling.Fit([0f, 1f], [2], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => TemperatureScaling.Fit([], [], 0));
    }

    private static (float[] Logits, int[] Truth) Calibrated(int examples, int numClasses)
    {
        var random = new Random(1);
        var logits = new float[examples * numClasses];
        var truth = new int[examples];
        for (var i = 0; i < examples; i++)
        {
            var row = logits.AsSpan(i * numClasses, numClasses);
            var sum = 0.0;
            foreach (ref var logit in row)
            {
                logit = (float)(4 * (random.NextDouble() - 0.5));
                sum += Math.Exp(logit);
            }

            var rest = random.NextDouble() * sum;
            while (truth[i] < numClasses - 1 && (rest -= Math.Exp(row[truth[i]])) > 0)
            {
                truth[i]++;
            }
        }

        return (logits, truth);
    }

    private static double Error(float[] logits, int[] truth, double temperature)
    {
        float[] probabilities = [.. logits.Chunk(2).SelectMany(row =>
        {
            var second = (float)(1 / (1 + Math.Exp((row[0] - row[1]) / temperature)));
            return new[] { 1 - second, second };
        })];
        return ClassificationMetrics.Compute(["a", "b"], truth, probabilities).ExpectedCalibrationError;
    }
}
