namespace Heed.Pipelines.Data;

/// <summary>Which columns, or keys, of a file hold the text and its label.</summary>
public sealed record TextColumns
{
    public string Text { get; init; } = "text";

    public string Label { get; init; } = "label";

    /// <summary>Whether a .csv or .tsv file starts with the names of its columns; if not, they are named 1, 2, 3 from the left.</summary>
    public bool HasHeader { get; init; } = true;
}
