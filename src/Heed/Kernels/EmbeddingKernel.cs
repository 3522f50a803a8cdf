namespace Heed.Kernels;

/// <summary>Rows of a table by their number, and the way back.</summary>
public static unsafe class EmbeddingKernel
{
    private const int StripColumns = 64;

    /// <summary>y_i = table[ids_i].</summary>
    /// <param name="table">[vocabSize, dim].</param>
    /// <param name="ids">[tokens].</param>
    /// <param name="y">[tokens, dim].</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is outside the table.</exception>
    public static void Gather(ReadOnlySpan<float> table, ReadOnlySpan<int> ids, Span<float> y, int dim)
    {
        Check(ids, table.Length / Math.Max(1, dim));
        Require.Length(y, (long)ids.Length * dim);
        for (var i = 0; i < ids.Length; i++)
        {
            table.Slice(ids[i] * dim, dim).CopyTo(y[(i * dim)..]);
        }
    }

    /// <summary>dtable[ids_i] += dy_i, in the order of i, except for the row <paramref name="paddingId"/>.</summary>
    /// <param name="dy">[tokens, dim].</param>
    /// <param name="dTable">[vocabSize, dim].</param>
    /// <param name="paddingId">The row that gets nothing, or -1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is outside the table.</exception>
    public static void ScatterAdd(ReadOnlySpan<float> dy, ReadOnlySpan<int> ids, Span<float> dTable, int dim, int paddingId = -1)
    {
        Check(ids, dTable.Length / Math.Max(1, dim));
        Require.Length(dy, (long)ids.Length * dim);
        fixed (float* pdy = dy, pdTable = dTable)
        fixed (int* pIds = ids)
        {
            var work = new ScatterWork { Dy = pdy, Ids = pIds, Count = ids.Length, DTable = pdTable, Dim = dim, PaddingId = paddingId };
            Team.Run(ref work, (dim + StripColumns - 1) / StripColumns);
        }
    }

    private static void Check(ReadOnlySpan<int> ids, int vocabSize)
    {
        foreach (var id in ids)
        {
            if ((uint)id >= (uint)vocabSize)
            {
                throw new ArgumentOutOfRangeException(nameof(ids), $"The id {id} is outside a table of {vocabSize} rows.");
            }
        }
    }

    /// <summary>An item is a strip of columns: every sum is made by one thread, in the order of the tokens.</summary>
    private struct ScatterWork : IParallelWork
    {
        public float* Dy;
        public int* Ids;
        public int Count;
        public float* DTable;
        public int Dim;
        public int PaddingId;

        public readonly void Run(int item)
        {
            var column = item * StripColumns;
            var columns = Math.Min(StripColumns, Dim - column);
            for (var i = 0; i < Count; i++)
            {
                if (Ids[i] != PaddingId)
                {
                    RowMath.Add(Dy + ((long)i * Dim) + column, DTable + ((long)Ids[i] * Dim) + column, columns);
                }
            }
        }
    }
}
