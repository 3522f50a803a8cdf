namespace Heed.Checkpoints;

/// <summary>Compares what a model needs with what a file holds, before anything is read.</summary>
public static class ExpectedTensors
{
    /// <summary>Returns if <paramref name="file"/> has exactly the expected tensors in their shapes; throws otherwise.</summary>
    /// <param name="file">The file to load from.</param>
    /// <param name="expected">Names as the file should spell them, and shapes.</param>
    /// <param name="mayBeMissing">Names that the caller can do without, such as a new head; none by default.</param>
    /// <param name="mayBeExtra">Names in the file that the caller leaves aside, such as another head; none by default.</param>
    /// <exception cref="InvalidInputException">All differences in one sentence, the first five names of each kind.</exception>
    public static void Check(
        SafetensorsFile file,
        IEnumerable<(string Name, int[] Shape)> expected,
        Predicate<string>? mayBeMissing = null,
        Predicate<string>? mayBeExtra = null)
    {
        List<string> missing = [];
        List<string> reshaped = [];
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, shape) in expected)
        {
            known.Add(name);
            if (!file.Contains(name))
            {
                if (mayBeMissing?.Invoke(name) != true)
                {
                    missing.Add(name);
                }
            }
            else if (!file.Entry(name).Shape.SequenceEqual(shape))
            {
                reshaped.Add($"{name} with [{string.Join(", ", file.Entry(name).Shape.ToArray())}] in place of [{string.Join(", ", shape)}]");
            }
        }

        var extra = file.Entries.Select(entry => entry.Name).Where(name => !known.Contains(name) && mayBeExtra?.Invoke(name) != true).ToList();
        string[] differences = [.. Describe(missing, "missing"), .. Describe(reshaped, "of another shape"), .. Describe(extra, "unexpected")];
        if (differences.Length > 0)
        {
            throw new InvalidInputException($"{file.Path} does not fit the model of {known.Count} tensors: {string.Join("; ", differences)}.");
        }
    }

    private static IEnumerable<string> Describe(List<string> names, string kind)
    {
        const int Shown = 5;
        if (names.Count > 0)
        {
            var rest = names.Count > Shown ? $" and {names.Count - Shown} more" : "";
            yield return $"{names.Count} {kind} ({string.Join(", ", names.Take(Shown))}{rest})";
        }
    }
}
