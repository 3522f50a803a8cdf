namespace Heed.Pipelines.Evaluation;

/// <summary>
/// Makes confidence honest after training: one temperature T divides all logits, <c>p = softmax(z / T)</c>, which changes no
/// prediction. Source: Guo et al. 2017, On Calibration of Modern Neural Networks, section 4.2.
/// </summary>
public static class TemperatureScaling
{
    /// <summary>The least temperature that is fitted.</summary>
    public const double Minimum = 0.05;

    /// <summary>The greatest temperature that is fitted.</summary>
    public const double Maximum = 20;

    private const int GridSteps = 48;
    private const int SectionSteps = 40;
    private static readonly double GoldenRatio = (Math.Sqrt(5) - 1) / 2;

    /// <summary>
    /// The T within [<see cref="Minimum"/>, <see cref="Maximum"/>] that minimises
    /// <c>-1/n sum_i ln softmax(z_i / T)[y_i] + (ln T)^2 / (2 n)</c>. The second part (a standard normal prior on ln T) keeps T
    /// near 1 where few examples speak, and is 0 at T = 1, so the loss never becomes worse than it was.
    /// </summary>
    /// <param name="logits">Unscaled outputs on examples not trained on: [examples, numClasses], row-major.</param>
    /// <param name="truth">The true class of each example: [examples]; without any, T is 1.</param>
    /// <param name="numClasses">How many classes there are.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a true class is out of range.</exception>
    /// <exception cref="InvalidInputException">A logit is not a finite number.</exception>
    public static double Fit(ReadOnlySpan<float> logits, ReadOnlySpan<int> truth, int numClasses)
    {
        Require(logits, truth, numClasses);
        if (truth.IsEmpty)
        {
            return 1;
        }

        // The loss is convex in 1/T, the prior in ln T; their sum may have two valleys, so a coarse grid comes first.
        // Its middle is ln T = 0.
        var step = Math.Log(Maximum / Minimum) / GridSteps;
        var (best, least) = (0, double.PositiveInfinity);
        for (var i = 0; i <= GridSteps; i++)
        {
            var value = Objective(logits, truth, numClasses, Math.Log(Minimum) + (i * step));
            if (value < least)
            {
                (best, least) = (i, value);
            }
        }

        var low = Math.Log(Minimum) + (Math.Max(best - 1, 0) * step);
        var high = Math.Log(Minimum) + (Math.Min(best + 1, GridSteps) * step);
        var refined = GoldenSection(logits, truth, numClasses, low, high);
        var before = MeanLoss(logits, truth, numClasses, 1);
        return MeanLoss(logits, truth, numClasses, refined) <= before ? refined : 1;
    }

    /// <summary>The mean of <c>-ln softmax(z / T)[y]</c>, in nats.</summary>
    internal static double MeanLoss(ReadOnlySpan<float> logits, ReadOnlySpan<int> truth, int numClasses, double temperature)
    {
        var loss = 0.0;
        for (var i = 0; i < truth.Length; i++)
        {
            var row = logits.Slice(i * numClasses, numClasses);
            double greatest = row[0];
            foreach (var logit in row)
            {
                greatest = Math.Max(greatest, logit);
            }

            var sum = 0.0;
            foreach (var logit in row)
            {
                sum += Math.Exp((logit - greatest) / temperature);
            }

            loss += Math.Log(sum) - ((row[truth[i]] - greatest) / temperature);
        }

        return loss / truth.Length;
    }

    private static double Objective(ReadOnlySpan<float> logits, ReadOnlySpan<int> truth, int numClasses, double logTemperature) =>
        MeanLoss(logits, truth, numClasses, Math.Exp(logTemperature)) + (logTemperature * logTemperature / (2 * truth.Length));

    private static double GoldenSection(ReadOnlySpan<float> logits, ReadOnlySpan<int> truth, int numClasses, double low, double high)
    {
        var (left, right) = (high - (GoldenRatio * (high - low)), low + (GoldenRatio * (high - low)));
        var leftValue = Objective(logits, truth, numClasses, left);
        var rightValue = Objective(logits, truth, numClasses, right);
        for (var i = 0; i < SectionSteps; i++)
        {
            if (leftValue <= rightValue)
            {
                (high, right, rightValue) = (right, left, leftValue);
                left = high - (GoldenRatio * (high - low));
                leftValue = Objective(logits, truth, numClasses, left);
            }
            else
            {
                (low, left, leftValue) = (left, right, rightValue);
                right = low + (GoldenRatio * (high - low));
                rightValue = Objective(logits, truth, numClasses, right);
            }
        }

        return Math.Exp((low + high) / 2);
    }

    private static void Require(ReadOnlySpan<float> logits, ReadOnlySpan<int> truth, int numClasses)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numClasses, 1);
        if (logits.Length != (long)truth.Length * numClasses)
        {
            throw new ArgumentException($"Found {logits.Length} logits; expected {numClasses} for each of {truth.Length} examples.", nameof(logits));
        }

        for (var i = 0; i < truth.Length; i++)
        {
            if (truth[i] < 0 || truth[i] >= numClasses)
            {
                throw new ArgumentException($"Found the true class {truth[i]} of example {i + 1}; expected 0 to {numClasses - 1}.", nameof(truth));
            }
        }

        for (var i = 0; i < logits.Length; i++)
        {
            if (!float.IsFinite(logits[i]))
            {
                throw new InvalidInputException(
                    $"The logit of class {i % numClasses} for example {(i / numClasses) + 1} is {logits[i]}; expected a finite number.");
            }
        }
    }
}
