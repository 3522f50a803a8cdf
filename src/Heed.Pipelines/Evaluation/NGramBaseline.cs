namespace Heed.Pipelines.Evaluation;

/// <summary>
/// The score to beat: tf-idf weights of single words and pairs of neighbouring words under logistic (softmax) regression.
/// It knows which words occur, and next to nothing of their order; a transformer that does not beat it has learned no more.
/// </summary>
/// <remarks>Deterministic: the same texts in the same order give the same model. Safe to use from many threads.</remarks>
public sealed class NGramBaseline
{
    /// <summary>What reports call it.</summary>
    public const string Name = "tf-idf 1-2-grams + logistic regression";

    private const double DefaultStrength = 10;
    private const int HeldOutEvery = 5;
    private const double SearchTolerance = 0.1;
    private const double FinalTolerance = 0.01;
    private const int MaxWeights = 2_000_000;
    private static readonly double[] Strengths = [1, 3, 10, 30];
    private readonly NGramFeatures features;
    private readonly SoftmaxRegression regression;

    private NGramBaseline(NGramFeatures features, SoftmaxRegression regression)
    {
        this.features = features;
        this.regression = regression;
    }

    public int NumClasses => regression.NumClasses;

    /// <summary>Trains on labelled texts, on one core.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="labelIds">The class of each text, in [0, <paramref name="numClasses"/>).</param>
    /// <param name="numClasses">How many classes there are, two or more.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ArgumentException">No texts, as many labels as texts are not given, or a label is out of range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static NGramBaseline Train(
        IReadOnlyList<string> texts, IReadOnlyList<int> labelIds, int numClasses, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numClasses, 2);
        if (texts.Count == 0 || texts.Count != labelIds.Count)
        {
            throw new ArgumentException($"Found {texts.Count} texts and {labelIds.Count} labels; expected one label for each of one or more texts.", nameof(labelIds));
        }

        int[] labels = [.. labelIds];
        if (Array.Exists(labels, label => label < 0 || label >= numClasses))
        {
            throw new ArgumentException($"Expected labels from 0 to {numClasses - 1}.", nameof(labelIds));
        }

        var maxTerms = MaxWeights / SoftmaxRegression.Columns(numClasses);
        var (features, rows) = NGramFeatures.Learn(texts, maxTerms, cancellation);
        var (strength, start) = ChooseStrength(rows, labels, numClasses, cancellation);
        int[] all = [.. Enumerable.Range(0, labels.Length)];
        var regression = SoftmaxRegression.Fit(rows, labels, all, numClasses, strength, start, FinalTolerance, cancellation);
        return new NGramBaseline(features, regression);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidInputException">The file is missing, damaged or of another kind.</exception>
    public static NGramBaseline Load(string path)
    {
        var (features, regression) = NGramBaselineFile.Read(path);
        return new NGramBaseline(features, regression);
    }

    /// <summary>Writes the model to a file, whole or not at all.</summary>
    /// <exception cref="InvalidInputException">The disk is full, or the place cannot be written to.</exception>
    public void Save(string path) => NGramBaselineFile.Write(path, features, regression);

    /// <summary>The probability of every class: [numClasses].</summary>
    public float[] Probabilities(string text)
    {
        var probabilities = new float[NumClasses];
        Fill(text, probabilities);
        return probabilities;
    }

    /// <summary>The probability of every class for many texts, on all cores: [texts, numClasses], row-major.</summary>
    public float[] Probabilities(IReadOnlyList<string> texts)
    {
        var probabilities = new float[texts.Count * NumClasses];
        Parallel.For(0, texts.Count, i => Fill(texts[i], probabilities.AsSpan(i * NumClasses, NumClasses)));
        return probabilities;
    }

    /// <summary>
    /// The weight C of the data against the penalty that gives the least loss on every fifth example of each class, held
    /// out for it (C grows until that loss does), and the weights found with it.
    /// </summary>
    private static (double Strength, float[]? Start) ChooseStrength(
        SparseMatrix rows, int[] labels, int numClasses, CancellationToken cancellation)
    {
        var seen = new int[numClasses];
        int[] all = [.. Enumerable.Range(0, labels.Length)];
        var parts = all.ToLookup(i => ++seen[labels[i]] % HeldOutEvery == 0);
        int[] training = [.. parts[false]];
        int[] heldOut = [.. parts[true]];
        if (heldOut.Length == 0)
        {
            return (DefaultStrength, null);
        }

        var (best, leastLoss) = (DefaultStrength, double.PositiveInfinity);
        float[]? start = null;
        foreach (var strength in Strengths)
        {
            var candidate = SoftmaxRegression.Fit(rows, labels, training, numClasses, strength, start, SearchTolerance, cancellation);
            var loss = candidate.MeanLoss(rows, labels, heldOut);
            if (loss >= leastLoss)
            {
                break;
            }

            (best, leastLoss, start) = (strength, loss, candidate.Weights);
        }

        return (best, start);
    }

    private void Fill(string text, Span<float> probabilities)
    {
        var (columns, values) = features.Row(text);
        regression.Probabilities(columns, values, probabilities);
    }
}
