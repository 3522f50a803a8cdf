namespace Heed.Pipelines.Classification;

/// <summary>Whether labelled examples can be learned from at all.</summary>
internal static class TrainingLabels
{
    /// <param name="noun">What an example is: text, picture.</param>
    /// <param name="training">The label of each training example.</param>
    /// <param name="validation">The label of each validation example.</param>
    /// <param name="place">Where a validation example stands, for messages.</param>
    /// <exception cref="InvalidInputException">No example, one class only, or a label in validation that training never saw.</exception>
    public static LabelSet Check(string noun, IEnumerable<string> training, IReadOnlyList<string> validation, Func<int, string> place)
    {
        var given = training.ToList();
        if (given.Count == 0)
        {
            throw new InvalidInputException($"There is no {noun} to learn from; expected labelled {noun}s of at least two classes.");
        }

        var labels = LabelSet.Of(given);
        if (labels.Count == 1)
        {
            throw new InvalidInputException($"All {given.Count} training {noun}s have the label \"{labels.Names[0]}\"; expected at least two classes.");
        }

        for (var i = 0; i < validation.Count; i++)
        {
            if (labels.IndexOf(validation[i]) < 0)
            {
                throw new InvalidInputException(
                    $"Validation, {place(i)}: the label \"{validation[i]}\" does not occur in training; expected one of {string.Join(", ", labels.Names.Take(20))}.");
            }
        }

        return labels;
    }
}
