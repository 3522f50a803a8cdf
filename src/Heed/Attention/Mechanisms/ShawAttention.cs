using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// Relative attention (Shaw, Uszkoreit and Vaswani 2018, section 3): e_ij = q_i . (k_j + a_ij) / sqrt(headDim), weights = softmax over
/// j, output_i = sum_j w_ij (v_j + b_ij). a_ij and b_ij are the rows clamp(j - place_i, -clip, clip) + clip of two learned tables
/// that heads and sequences share, place_i = i + keyLen - queryLen, or i if the mask is aligned top-left.
/// </summary>
public static class ShawAttention
{
    /// <param name="query">[..., queryLen, headDim].</param>
    /// <param name="key">[..., keyLen, headDim].</param>
    /// <param name="value">[..., keyLen, valueDim].</param>
    /// <param name="relativeKeys">[2 clip + 1, headDim].</param>
    /// <param name="relativeValues">[2 clip + 1, valueDim], or null for none.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <returns>[..., queryLen, valueDim] and [..., queryLen, keyLen].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a table has an even number of rows.</exception>
    public static (Tensor Output, Tensor Weights) Apply(
        Tensor query, Tensor key, Tensor value, Tensor relativeKeys, Tensor? relativeValues = null, AttentionMask? mask = null)
    {
        var (queryLen, keyLen) = (query.Shape[^2], key.Shape[^2]);
        var firstPlace = mask is { AlignsTopLeft: true } ? 0 : keyLen - queryLen;
        var products = Op.Add(Op.MatMul(query, key, transposeB: true), ByQuery(query, Rows(relativeKeys), transpose: true));
        var weights = Op.Softmax(MaskedScores.Apply(Op.Scale(products, 1 / MathF.Sqrt(query.Columns)), mask)); // [..., queryLen, keyLen]
        var output = Op.MatMul(weights, value);                                                                // [..., queryLen, valueDim]
        return (relativeValues is null ? output : Op.Add(output, ByQuery(weights, Rows(relativeValues))), weights);

        Tensor Rows(Tensor table) => RowsByDistance(table, queryLen, keyLen, firstPlace);
    }

    /// <summary>The table's row for each query and key: [queryLen, keyLen, dim].</summary>
    private static Tensor RowsByDistance(Tensor table, int queryLen, int keyLen, int firstPlace)
    {
        if (table.Rank != 2 || table.Rows % 2 == 0)
        {
            throw new ArgumentException($"A table of relative positions is [2 clip + 1, dim], not {table}.", nameof(table));
        }

        var clip = table.Rows / 2;
        int[] rows = [.. Enumerable.Range(0, queryLen * keyLen).Select(ij => Row(ij % keyLen, (ij / keyLen) + firstPlace))];
        return Op.SelectRows(table, rows).Reshape(queryLen, keyLen, table.Columns);

        int Row(int j, int place) => Math.Clamp(j - place, -clip, clip) + clip;
    }

    /// <summary>
    /// Each query's own matrix times the rows of that query in all sequences and heads, as section 3.3 does it: no tensor of
    /// batch x queryLen x keyLen x dim is made.
    /// </summary>
    /// <param name="x">[..., queryLen, k].</param>
    /// <param name="matrices">[queryLen, k, n], or [queryLen, n, k] if transposed.</param>
    /// <param name="transpose">Whether the matrices are transposed.</param>
    /// <returns>[..., queryLen, n].</returns>
    private static Tensor ByQuery(Tensor x, Tensor matrices, bool transpose = false)
    {
        var (queryLen, count) = (x.Shape[^2], Tensor.LengthOf(x.Shape[..^2]));
        var rows = Op.Transpose(x.Reshape(count, queryLen, x.Columns), 0, 1); // [queryLen, count, k]
        var products = Op.MatMul(rows, matrices, transposeB: transpose);      // [queryLen, count, n]
        return Op.Transpose(products, 0, 1).Reshape([.. x.Shape[..^1], products.Columns]);
    }
}
