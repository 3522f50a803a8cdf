namespace Heed.Figures.Vision;

/// <summary>Which part of a picture each of its patches stands for. Cut patches are of one size; the tokens of a stem lie about what they see.</summary>
/// <param name="Rows">From top to bottom.</param>
/// <param name="Columns">From left to right.</param>
public sealed record PatchCells(PatchAxis Rows, PatchAxis Columns)
{
    /// <summary>Patches of one size.</summary>
    public static PatchCells Equal(int rows, int columns) => new(PatchAxis.Equal(rows), PatchAxis.Equal(columns));

    /// <summary>Whether all are of one size.</summary>
    internal bool AreEqual => IsEqual(Rows) && IsEqual(Columns);

    /// <summary>The same cells, if they are those of a grid of this size.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    internal PatchCells Of(int rows, int columns) => Rows.Count == rows && Columns.Count == columns
        ? this
        : throw new ArgumentException($"A grid of {rows} x {columns} patches needs as many cells; found {Rows.Count} x {Columns.Count}.", nameof(rows));

    private static bool IsEqual(PatchAxis axis) => Enumerable.Range(0, axis.Count).All(i => Math.Abs(axis.Edges[i] - (i / (double)axis.Count)) < 1e-9);
}
