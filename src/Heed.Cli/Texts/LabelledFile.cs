using Heed.Pipelines.Data;

namespace Heed.Cli.Texts;

/// <summary>Labelled texts of a file, read whole.</summary>
internal static class LabelledFile
{
    /// <param name="path">The file.</param>
    /// <param name="columns">Where text and label stand.</param>
    /// <param name="cancellation">Stops between records.</param>
    /// <param name="known">The labels that may occur; null for any.</param>
    /// <param name="knownBy">What knows them, for the message.</param>
    /// <exception cref="InvalidInputException">The file cannot be read, or holds a label that is not known.</exception>
    public static List<TextExample> Read(
        string path, TextColumns columns, CancellationToken cancellation, IReadOnlyCollection<string>? known = null, string knownBy = "")
    {
        const int MostNamed = 20;
        var allowed = known?.ToHashSet(StringComparer.Ordinal);
        var examples = new List<TextExample>();
        foreach (var example in TextData.Read(path, columns))
        {
            cancellation.ThrowIfCancellationRequested();
            if (allowed?.Contains(example.Label) == false)
            {
                throw new InvalidInputException(
                    $"{path}, line {example.Line}: found the label '{example.Label}', which {knownBy}; expected one of {string.Join(", ", known!.Take(MostNamed))}.");
            }

            examples.Add(example);
        }

        return examples;
    }
}
