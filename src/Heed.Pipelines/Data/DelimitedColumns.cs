namespace Heed.Pipelines.Data;

/// <summary>The columns of a .csv or .tsv file, known once its first record is: found by name, and the same number in every record.</summary>
internal sealed class DelimitedColumns
{
    private readonly string path;
    private readonly bool hasHeader;
    private readonly string label;

    public DelimitedColumns(ColumnRequest request, IReadOnlyList<string> first)
    {
        path = request.Path;
        hasHeader = request.Columns.HasHeader;
        label = request.Columns.Label;
        Count = first.Count;
        var names = hasHeader ? [.. first.Select(name => name.Trim())] : Enumerable.Range(1, Count).Select(number => number.ToString()).ToArray();
        (Text, Label) = request.Locate(names, hasHeader ? "header" : "file without a header, whose columns are numbers,");
    }

    public int Count { get; }

    public int Text { get; }

    /// <summary>-1 where no label is wanted.</summary>
    public int Label { get; }

    /// <exception cref="InvalidInputException">The record has more or fewer fields than the first.</exception>
    public void CheckCount(int found, long line, string hint)
    {
        if (found != Count)
        {
            throw new InvalidInputException(
                $"{path}, line {line}: found {found} field{(found == 1 ? "" : "s")}, expected {Count} as in the {(hasHeader ? "header" : "first line")} ({hint}).");
        }
    }

    public Row Row(string text, string? name, long line)
    {
        name = name?.Trim();
        return name != ""
            ? new Row(text, name, line)
            : throw new InvalidInputException($"{path}, line {line}: the field '{label}' is empty; expected a label.");
    }
}
