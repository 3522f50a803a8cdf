namespace Heed.Pipelines.Evaluation;

/// <summary>A matrix of mostly zeros, by rows: row i holds the entries <c>[Offsets[i], Offsets[i + 1])</c>.</summary>
/// <param name="Offsets">Where each row begins and the last one ends: [rows + 1].</param>
/// <param name="Columns">The column of each entry, ascending within a row.</param>
/// <param name="Values">The value of each entry.</param>
/// <param name="NumColumns">How many columns there are.</param>
internal sealed record SparseMatrix(int[] Offsets, int[] Columns, float[] Values, int NumColumns)
{
    public ReadOnlySpan<int> ColumnsOf(int row) => Columns.AsSpan(Offsets[row]..Offsets[row + 1]);

    public ReadOnlySpan<float> ValuesOf(int row) => Values.AsSpan(Offsets[row]..Offsets[row + 1]);
}
