using System.Diagnostics;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Evaluation;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>Measures a classifier on labelled pictures, some at a time.</summary>
internal static class ImageEvaluation
{
    private const int AtOnce = 1024;

    /// <exception cref="InvalidInputException">A label is none of the model's, a picture is broken, or there is none.</exception>
    public static EvaluationReport Measure(
        ImageClassifier classifier, IReadOnlyList<ImageExample> examples, Action<string>? skipped, CancellationToken cancellation)
    {
        foreach (var example in examples)
        {
            if (classifier.LabelSet.IndexOf(example.Label) < 0)
            {
                throw new InvalidInputException(
                    $"{example.Image.Name}: the label \"{example.Label}\" is none of the model's; expected one of {string.Join(", ", classifier.Labels.Take(20))}.");
            }
        }

        var (truth, probabilities, features) = (new List<int>(), new List<float>(), new List<float[]>());
        var seconds = 0.0;
        foreach (var chunk in examples.Chunk(AtOnce))
        {
            var watch = Stopwatch.StartNew();
            var images = classifier.Read([.. chunk.Select(example => example.Image)], skipped, cancellation);
            probabilities.AddRange(classifier.Probabilities([.. images.OfType<RgbImage>()], cancellation));
            seconds += watch.Elapsed.TotalSeconds;
            for (var i = 0; i < images.Length; i++)
            {
                if (images[i] is { } image)
                {
                    truth.Add(classifier.LabelSet.IndexOf(chunk[i].Label));
                    features.Add(PixelBaseline.Features(image));
                }
            }
        }

        if (truth.Count == 0)
        {
            throw new InvalidInputException("There is no picture to evaluate on; expected at least one labelled picture.");
        }

        int[] labels = [.. truth];
        return new EvaluationReport(
            ClassificationMetrics.Compute(classifier.Labels, labels, probabilities.ToArray()), classifier.Baseline?.Measure(features, labels), Truncated: 0, seconds);
    }
}
