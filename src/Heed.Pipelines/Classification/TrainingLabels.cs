using Heed.Pipelines.Data;

namespace Heed.Pipelines.Classification;

/// <summary>Whether labelled texts can be learnt from at all.</summary>
internal static class TrainingLabels
{
    /// <exception cref="InvalidInputException">No text, one class only, or a label in validation that training never saw.</exception>
    public static LabelSet Check(IReadOnlyList<TextExample> training, IReadOnlyList<TextExample> validation)
    {
        if (training.Count == 0)
        {
            throw new InvalidInputException("There is no text to learn from; expected labelled texts of at least two classes.");
        }

        var labels = LabelSet.Of(training.Select(example => example.Label));
        if (labels.Count == 1)
        {
            throw new InvalidInputException($"All {training.Count} training texts have the label \"{labels.Names[0]}\"; expected at least two classes.");
        }

        foreach (var example in validation)
        {
            if (labels.IndexOf(example.Label) < 0)
            {
                throw new InvalidInputException(
                    $"Validation, line {example.Line}: the label \"{example.Label}\" does not occur in training; expected one of {string.Join(", ", labels.Names.Take(20))}.");
            }
        }

        return labels;
    }
}
