using System.Runtime.CompilerServices;

namespace Heed.Kernels;

/// <summary>
/// What all passes over attention share: panels of 16 queries, one to a lane. So maximum and sum of a query's
/// scores run down its lane, and a tile of weights is already laid out as the next product wants it.
/// </summary>
internal static unsafe class AttentionTile
{
    /// <summary>Queries of a panel.</summary>
    public const int Lanes = MatMulTile.Columns;

    /// <summary>panel[d, lane] = scale rows[lane, d], zero for the lanes that have no query.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(float* rows, int stride, int count, int dim, float scale, float* panel)
    {
        MatrixTranspose.ToPanel(rows, stride, count, dim, panel);
        if (scale != 1)
        {
            RowMath.Scale(panel, scale, panel, dim * Lanes);
        }
    }

    /// <summary>
    /// scores[j - first, lane] of the queries [query, query + count) and the keys [first, end); -inf where a
    /// query may not see a key.
    /// </summary>
    /// <param name="view">What the tile hides.</param>
    /// <param name="panel">The queries, scaled by <see cref="AttentionTerms.ProductScale"/>.</param>
    /// <param name="keys">The row of key first.</param>
    /// <param name="scores">Rows <paramref name="stride"/> apart.</param>
    /// <param name="buffer">Of <see cref="AttentionTerms.BufferLength"/>.</param>
    public static void Scores<TLanes>(in AttentionProblem problem, TileView view, int sequence, int head, int query, int count, int first, int end,
        float* panel, float* keys, int keyStride, float* scores, int stride, float* buffer)
        where TLanes : struct, ILanes<TLanes>
    {
        MatMulTile.Multiply(keys, keyStride, 1, panel, Lanes, problem.HeadDim, scores, stride, end - first, accumulate: false);
        problem.Terms.Apply<TLanes>(sequence, head, query, count, problem.Visibility.Place(sequence, query), first, end, scores, stride, buffer);
        if (view != TileView.Full)
        {
            problem.Visibility.Hide<TLanes>(view, sequence, head, query, count, first, end, scores, stride);
        }
    }
}
