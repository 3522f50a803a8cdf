using System.Numerics.Tensors;
using System.Text.Json.Serialization;

namespace Heed.Pipelines.Evaluation;

/// <summary>What a classifier's probabilities are worth on labelled examples.</summary>
public sealed class ClassificationMetrics
{
    private const int CalibrationBins = 15;

    private ClassificationMetrics(
        double expectedCalibrationError, double loss, IReadOnlyList<ClassMetrics> classes, IReadOnlyList<IReadOnlyList<int>> confusion)
    {
        Examples = classes.Sum(one => one.Support);
        Accuracy = (double)classes.Select((_, k) => confusion[k][k]).Sum() / Examples;
        MacroF1 = classes.Average(one => one.F1);
        ExpectedCalibrationError = expectedCalibrationError;
        Loss = loss;
        Classes = classes;
        Confusion = confusion;
    }

    public int Examples { get; }

    /// <summary>The share of examples whose most probable class is the true one; of equals, the first counts.</summary>
    public double Accuracy { get; }

    /// <summary>The mean F1 of all classes, those without an example (F1 = 0) included.</summary>
    public double MacroF1 { get; }

    /// <summary>
    /// How far confidence and accuracy lie apart: <c>sum_m |B_m| / n * |accuracy(B_m) - confidence(B_m)|</c>, where the
    /// examples fall into 15 bins <c>((m - 1) / 15, m / 15]</c> by their greatest probability.
    /// Source: Guo et al. 2017, On Calibration of Modern Neural Networks, equation 3.
    /// </summary>
    [JsonPropertyName("ece")]
    public double ExpectedCalibrationError { get; }

    /// <summary>The mean of <c>-ln p(true class)</c>, in nats; a probability of 0 counts as the smallest float.</summary>
    public double Loss { get; }

    public IReadOnlyList<ClassMetrics> Classes { get; }

    /// <summary>How many examples of each true class (row) were predicted as each class (column).</summary>
    public IReadOnlyList<IReadOnlyList<int>> Confusion { get; }

    /// <summary>Measures predictions.</summary>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="truth">The true class of each example, one or more: [examples].</param>
    /// <param name="probabilities">The probability of every class: [examples, classes], row-major.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a true class is out of range.</exception>
    /// <exception cref="InvalidInputException">A probability is not a number from 0 to 1.</exception>
    public static ClassificationMetrics Compute(
        IReadOnlyList<string> classes, ReadOnlySpan<int> truth, ReadOnlySpan<float> probabilities)
    {
        var numClasses = classes.Count;
        if (truth.IsEmpty || numClasses == 0 || probabilities.Length != (long)truth.Length * numClasses)
        {
            throw new ArgumentException(
                $"Found {probabilities.Length} probabilities; expected {numClasses} for each of {truth.Length} examples, and one or more of both.", nameof(probabilities));
        }

        var confusion = new int[numClasses][];
        for (var k = 0; k < numClasses; k++)
        {
            confusion[k] = new int[numClasses];
        }

        Span<double> surplus = stackalloc double[CalibrationBins];
        surplus.Clear();
        var loss = 0.0;
        for (var i = 0; i < truth.Length; i++)
        {
            if (truth[i] < 0 || truth[i] >= numClasses)
            {
                throw new ArgumentException($"Found the true class {truth[i]} of example {i + 1}; expected 0 to {numClasses - 1}.", nameof(truth));
            }

            var row = probabilities.Slice(i * numClasses, numClasses);
            Require(row, i, classes);
            var predicted = TensorPrimitives.IndexOfMax(row);
            confusion[truth[i]][predicted]++;
            loss -= Math.Log(Math.Max(row[truth[i]], float.Epsilon));
            var bin = Math.Clamp((int)Math.Ceiling(row[predicted] * (double)CalibrationBins) - 1, 0, CalibrationBins - 1);
            surplus[bin] += (predicted == truth[i] ? 1 : 0) - row[predicted];
        }

        var gap = 0.0;
        foreach (var difference in surplus)
        {
            gap += Math.Abs(difference);
        }

        return new ClassificationMetrics(
            gap / truth.Length, loss / truth.Length, [.. classes.Select((name, k) => Measure(name, k, confusion))], confusion);
    }

    private static ClassMetrics Measure(string name, int k, int[][] confusion)
    {
        var hits = confusion[k][k];
        var support = confusion[k].Sum();
        var predicted = confusion.Sum(row => row[k]);
        var precision = predicted == 0 ? 0 : (double)hits / predicted;
        var recall = support == 0 ? 0 : (double)hits / support;
        var f1 = support + predicted == 0 ? 0 : 2.0 * hits / (support + predicted);
        return new ClassMetrics(name, precision, recall, f1, support);
    }

    private static void Require(ReadOnlySpan<float> row, int example, IReadOnlyList<string> classes)
    {
        for (var k = 0; k < row.Length; k++)
        {
            // Softmax in single precision may exceed 1 by a rounding.
            if (!(row[k] >= 0 && row[k] <= 1.0001f))
            {
                throw new InvalidInputException(
                    $"The probability of class '{classes[k]}' for example {example + 1} is {row[k]}; expected a number from 0 to 1.");
            }
        }
    }
}
