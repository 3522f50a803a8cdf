using System.Diagnostics;
using Heed.Pipelines.Data;
using Heed.Pipelines.Evaluation;

namespace Heed.Pipelines.Classification;

/// <summary>A model's scores on labelled texts.</summary>
/// <param name="Metrics">The model's.</param>
/// <param name="Baseline">The baseline's accuracy on the same texts, if there is one.</param>
/// <param name="Truncated">How many texts were longer than the model reads.</param>
/// <param name="Seconds">Time the model took, tokenizing included.</param>
public sealed record EvaluationReport(ClassificationMetrics Metrics, BaselineScore? Baseline, int Truncated, double Seconds)
{
    /// <summary>Whether the model is no better than the baseline.</summary>
    public bool LosesToBaseline => Baseline is { } baseline && Metrics.Accuracy <= baseline.Accuracy;

    /// <summary>The one class that the model always predicts, if it does.</summary>
    public string? OnlyPrediction
    {
        get
        {
            var predicted = Enumerable.Range(0, Metrics.Classes.Count).Where(column => Metrics.Confusion.Any(row => row[column] > 0)).ToList();
            return predicted.Count == 1 && Metrics.Classes.Count(c => c.Support > 0) > 1 ? Metrics.Classes[predicted[0]].Name : null;
        }
    }

    internal static EvaluationReport Measure(TextClassifier classifier, IReadOnlyList<TextExample> examples, CancellationToken cancellation)
    {
        if (examples.Count == 0)
        {
            throw new InvalidInputException("There is no text to evaluate on; expected at least one labelled text.");
        }

        var truth = new int[examples.Count];
        for (var i = 0; i < truth.Length; i++)
        {
            truth[i] = classifier.LabelSet.IndexOf(examples[i].Label);
            if (truth[i] < 0)
            {
                throw new InvalidInputException(
                    $"Line {examples[i].Line}: the label \"{examples[i].Label}\" is none of the model's; expected one of {string.Join(", ", classifier.Labels.Take(20))}.");
            }
        }

        var watch = Stopwatch.StartNew();
        var encoded = examples.Select(example => classifier.Tokenizer.Encode(example.Text, classifier.MaxLength)).ToList();
        var probabilities = classifier.Probabilities([.. encoded.Select(e => e.Ids)], cancellation);
        var seconds = watch.Elapsed.TotalSeconds;
        var metrics = ClassificationMetrics.Compute(classifier.Labels, truth, probabilities);
        return new EvaluationReport(metrics, BaselineScore.Measure(classifier.Baseline, examples, truth), encoded.Count(e => e.Truncated), seconds);
    }
}

/// <summary>How the simple model trained on the same texts does.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Accuracy">Share of right predictions.</param>
public sealed record BaselineScore(string Name, double Accuracy)
{
    internal static BaselineScore? Measure(NGramBaseline? baseline, IReadOnlyList<TextExample> examples, int[] truth) => baseline is null
        ? null
        : new BaselineScore(
            NGramBaseline.Name,
            Scores.CountRight(baseline.Probabilities([.. examples.Select(example => example.Text)]), truth) / (double)truth.Length);
}
