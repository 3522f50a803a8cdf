namespace Heed.Figures;

/// <summary>What a classifier said of labelled examples that it never saw.</summary>
public sealed class HeldOutResults
{
    private readonly int[] truth;
    private readonly float[] probabilities;

    /// <summary>Copies the truth and the predictions.</summary>
    /// <param name="classes">The class names.</param>
    /// <param name="truth">The true class of each example, [examples].</param>
    /// <param name="probabilities">Row-major [examples, classes]; a row sums to 1.</param>
    /// <exception cref="ArgumentException">The lengths disagree, a class does not exist, or a number is no probability.</exception>
    public HeldOutResults(IReadOnlyList<string> classes, ReadOnlySpan<int> truth, ReadOnlySpan<float> probabilities)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count == 0 || probabilities.Length != (long)truth.Length * classes.Count)
        {
            throw new ArgumentException(
                $"{truth.Length} examples of {classes.Count} classes need as many rows of probabilities; found {probabilities.Length} numbers.",
                nameof(probabilities));
        }

        foreach (var id in truth)
        {
            if (id < 0 || id >= classes.Count)
            {
                throw new ArgumentException($"There is no class {id}; expected 0 to {classes.Count - 1}.", nameof(truth));
            }
        }

        foreach (var probability in probabilities)
        {
            if (!(probability >= 0 && probability <= 1.001f))
            {
                throw new ArgumentException($"A probability is {probability}; expected 0 to 1.", nameof(probabilities));
            }
        }

        Classes = classes;
        this.truth = truth.ToArray();
        this.probabilities = probabilities.ToArray();
    }

    /// <summary>The class names.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Number of examples.</summary>
    public int Examples => truth.Length;

    /// <summary>The share of examples whose likeliest class is the true one; 0 if there is no example.</summary>
    public double Accuracy => Examples == 0 ? 0 : Enumerable.Range(0, Examples).Count(IsRight) / (double)Examples;

    /// <summary>Counts, row-major [true class, predicted class].</summary>
    public int[] Confusion()
    {
        var counts = new int[Classes.Count * Classes.Count];
        for (var i = 0; i < Examples; i++)
        {
            counts[(truth[i] * Classes.Count) + Predicted(i)]++;
        }

        return counts;
    }

    /// <summary>
    /// Examples sorted by the probability of their predicted class into equally wide bins; empty bins are left out.
    /// Source: Guo et al. 2017, "On Calibration of Modern Neural Networks", section 2 (arXiv:1706.04599).
    /// </summary>
    public IReadOnlyList<CalibrationBin> Calibration(int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        return [.. Enumerable.Range(0, Examples)
            .GroupBy(i => Math.Min((int)(Confidence(i) * bins), bins - 1))
            .OrderBy(group => group.Key)
            .Select(group => new CalibrationBin(
                group.Key / (double)bins,
                (group.Key + 1) / (double)bins,
                group.Count(),
                group.Average(Confidence),
                group.Count(IsRight) / (double)group.Count()))];
    }

    /// <summary>ECE = sum_b n_b / n |accuracy_b - confidence_b|, over the bins of <see cref="Calibration"/>.</summary>
    public double ExpectedCalibrationError(int bins = 10) =>
        Calibration(bins).Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / Math.Max(1, Examples);

    private int Predicted(int example)
    {
        var row = probabilities.AsSpan(example * Classes.Count, Classes.Count);
        var best = 0;
        for (var i = 1; i < row.Length; i++)
        {
            best = row[i] > row[best] ? i : best;
        }

        return best;
    }

    private double Confidence(int example) => probabilities[(example * Classes.Count) + Predicted(example)];

    private bool IsRight(int example) => Predicted(example) == truth[example];
}
