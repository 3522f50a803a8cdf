namespace Heed.Pipelines.Data;

/// <summary>The columns that are wanted of a file, and the words for one that is not there.</summary>
internal sealed record ColumnRequest(string Path, TextColumns Columns, bool WithLabel)
{
    private const int ShownNames = 20;

    /// <summary>The places of the text and, if wanted, of the label (else -1) among the names.</summary>
    /// <param name="names">The header, or the numbers of the columns.</param>
    /// <param name="place">Where the names stand, such as "header" or "schema".</param>
    public (int Text, int Label) Locate(IReadOnlyList<string> names, string place) =>
        (Find(names, Columns.Text, place), WithLabel ? Find(names, Columns.Label, place) : -1);

    /// <summary>The exception for a name that is not among the names.</summary>
    public InvalidInputException Missing(string wanted, IReadOnlyList<string> names, string place)
    {
        var shown = names.Count > ShownNames ? $"{List(names.Take(ShownNames))} and {names.Count - ShownNames} more" : List(names);
        var nearest = Nearest(wanted, names);
        var hint = nearest is null ? "" : $" (is it '{nearest}'?)";
        return new InvalidInputException($"{Path}: the {place} has no '{wanted}'; found {(names.Count == 0 ? "nothing" : shown)}{hint}.");
    }

    private int Find(IReadOnlyList<string> names, string wanted, string place)
    {
        var found = -1;
        for (var index = 0; index < names.Count; index++)
        {
            if (names[index] == wanted)
            {
                found = found < 0
                    ? index
                    : throw new InvalidInputException($"{Path}: the {place} has '{wanted}' twice, as columns {found + 1} and {index + 1}; expected it once.");
            }
        }

        return found >= 0 ? found : throw Missing(wanted, names, place);
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{(name.Length > 40 ? name[..40] + "…" : name)}'"));

    /// <summary>The name that differs in letter case only, or in less than half of its letters.</summary>
    private static string? Nearest(string wanted, IReadOnlyList<string> names) => names
        .Where(name => name.Length <= 2 * wanted.Length)
        .Select(name => (Name: name, Distance: Distance(name.ToLowerInvariant(), wanted.ToLowerInvariant())))
        .Where(candidate => 2 * candidate.Distance < wanted.Length)
        .OrderBy(candidate => candidate.Distance)
        .Select(candidate => candidate.Name)
        .FirstOrDefault();

    /// <summary>Levenshtein's distance: the fewest insertions, deletions and replacements of one letter.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
