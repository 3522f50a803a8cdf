namespace Heed.Kernels;

/// <summary>How a kernel over rows falls into items: by the shape alone, some 16,000 elements each.</summary>
internal readonly struct RowSplit
{
    private const int ElementsPerItem = 16 * 1024;
    private readonly int rows;

    public RowSplit(int rows, int columns)
    {
        this.rows = rows;
        RowsPerItem = Math.Max(1, ElementsPerItem / Math.Max(1, columns));
        Items = (int)(((long)rows + RowsPerItem - 1) / RowsPerItem);
    }

    public int RowsPerItem { get; }

    public int Items { get; }

    public int First(int item) => item * RowsPerItem;

    public int End(int item) => Math.Min(rows, (item + 1) * RowsPerItem);
}
