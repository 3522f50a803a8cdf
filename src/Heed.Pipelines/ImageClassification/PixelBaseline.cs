using System.Globalization;
using Heed.Checkpoints;
using Heed.Kernels;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Evaluation;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>
/// What pixels alone say: p(k | x) = softmax(x W + b)[k], where x are the grey levels of the picture at 12 x 12, 0 to 1. A model that looks at
/// shapes should do better.
/// </summary>
public sealed class PixelBaseline
{
    /// <summary>What it is, for tables.</summary>
    public const string Name = "softmax regression on 12 x 12 grey pixels";

    private const int Side = 12;
    private const int NumPixels = Side * Side;
    private const string TensorName = "weight";

    // As many are enough for so few weights.
    private const int MostExamples = 5_000;
    private static readonly int[] AllColumns = [.. Enumerable.Range(0, NumPixels)];

    private readonly SoftmaxRegression regression;

    private PixelBaseline(SoftmaxRegression regression) => this.regression = regression;

    internal static PixelBaseline Train(IReadOnlyList<RgbImage> images, int[] labels, int numClasses, CancellationToken cancellation)
    {
        var count = Math.Min(MostExamples, images.Count);
        int[] chosen = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * images.Count / count))];
        var rows = new SparseMatrix(
            [.. Enumerable.Range(0, count + 1).Select(i => i * NumPixels)],
            [.. chosen.SelectMany(_ => AllColumns)],
            [.. chosen.SelectMany(i => Features(images[i]))],
            NumPixels);
        return new PixelBaseline(SoftmaxRegression.Fit(
            rows, [.. chosen.Select(i => labels[i])], [.. Enumerable.Range(0, count)], numClasses, strength: 1, start: null, tolerance: 1e-3, cancellation));
    }

    internal void Save(string path) => SafetensorsWriter.Write(
        path,
        [SavedTensor.Of(TensorName, [NumPixels + 1, SoftmaxRegression.Columns(regression.NumClasses)], regression.Weights)],
        new Dictionary<string, string> { ["classes"] = regression.NumClasses.ToString(CultureInfo.InvariantCulture) });

    /// <exception cref="InvalidInputException">The file is broken or of another model.</exception>
    internal static PixelBaseline Load(string path, int numClasses)
    {
        using var file = SafetensorsFile.Open(path);
        int[] shape = [.. file.Entry(TensorName).Shape];
        int[] expected = [NumPixels + 1, SoftmaxRegression.Columns(numClasses)];
        return shape.AsSpan().SequenceEqual(expected)
            ? new PixelBaseline(new SoftmaxRegression(file.ReadFloats(TensorName), numClasses))
            : throw new InvalidInputException($"{path}: the baseline's weights are {string.Join(" x ", shape)}; expected {string.Join(" x ", expected)}.");
    }

    internal BaselineScore Measure(IReadOnlyList<float[]> features, int[] truth)
    {
        var probabilities = new float[features.Count * regression.NumClasses];
        for (var i = 0; i < features.Count; i++)
        {
            regression.Probabilities(AllColumns, features[i], probabilities.AsSpan(i * regression.NumClasses, regression.NumClasses));
        }

        return new BaselineScore(Name, Scores.CountRight(probabilities, truth) / (double)truth.Length);
    }

    /// <summary>[144] grey levels.</summary>
    internal static float[] Features(RgbImage image)
    {
        var small = image.Resize(new GridSize(Side, Side), ResizeFilter.Bilinear).Pixels;
        var features = new float[NumPixels];
        for (var i = 0; i < features.Length; i++)
        {
            features[i] = (small[3 * i] + small[(3 * i) + 1] + small[(3 * i) + 2]) / (3f * byte.MaxValue);
        }

        return features;
    }
}
