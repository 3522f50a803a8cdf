using System.Runtime.CompilerServices;

namespace Heed.Kernels;

/// <summary>
/// What the forward and the backward of attention share: panels of 16 queries, one to a lane. So maximum and sum of a query's
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
    /// scores[j - first, lane] = scale q_i k_j + bias_ij for the queries [query, query + count) and the keys [first, end); -inf
    /// where a query may not see a key.
    /// </summary>
    /// <param name="panel">The queries, scaled.</param>
    /// <param name="scores">Rows <paramref name="stride"/> apart.</param>
    public static void Scores(in AttentionProblem problem, int sequence, int head, int query, int count, int first, int end, float* panel,
        float* k, float* scores, int stride)
    {
        var keys = k + ((long)(problem.KeyOffsets[sequence] + first) * problem.KeyStride) + (problem.KeyValueHead(head) * problem.HeadDim);
        MatMulTile.Multiply(keys, problem.KeyStride, 1, panel, Lanes, problem.HeadDim, scores, stride, end - first, accumulate: false);
        problem.AddBias(sequence, head, query, count, first, end, scores, stride);
        problem.HideKeys(sequence, first, end, scores, stride);
        if (!problem.AllSee(sequence, query, count, first, end))
        {
            for (var lane = 0; lane < count; lane++)
            {
                var (from, to) = problem.Span(sequence, query + lane);
                for (var j = first; j < end; j++)
                {
                    if (j < from || j >= to)
                    {
                        scores[((long)(j - first) * stride) + lane] = float.NegativeInfinity;
                    }
                }
            }
        }
    }
}
