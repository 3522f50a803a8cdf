using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// y_i = table[ids_i]. Backward: dtable[ids_i] += dy_i, except for the row <paramref name="paddingId"/>, which is read but
    /// never learned (PyTorch's padding_idx).
    /// </summary>
    /// <param name="table">[vocabSize, dim].</param>
    /// <param name="ids">[tokens], each in [0, vocabSize).</param>
    /// <param name="paddingId">The row that gets no gradient, or -1.</param>
    /// <returns>[tokens, dim].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is outside the table.</exception>
    public static Tensor Embedding(Tensor table, int[] ids, int paddingId = -1)
    {
        var (vocabSize, dim) = (table.Rows, table.Columns);
        foreach (var id in ids)
        {
            if ((uint)id >= (uint)vocabSize)
            {
                throw new ArgumentOutOfRangeException(nameof(ids), $"The id {id} is outside an embedding of {vocabSize} rows.");
            }
        }

        var y = Tape.New(ids.Length, dim);
        EmbeddingKernel.Gather(table.Data, ids, y.Data, dim);
        return !Tape.Records(table) ? y : Tape.Record(y, () => EmbeddingKernel.ScatterAdd(y.Gradient, ids, table.GradientToAddTo(), dim, paddingId));
    }

    /// <summary>y_i = x[rows_i]: the chosen rows. Backward: dx[rows_i] += dy_i.</summary>
    /// <param name="x">[tokens, dim].</param>
    /// <param name="rows">Which rows, in any order, repeats allowed.</param>
    public static Tensor SelectRows(Tensor x, int[] rows) => Embedding(x, rows);
}
