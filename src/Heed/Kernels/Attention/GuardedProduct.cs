namespace Heed.Kernels;

/// <summary>
/// Products in which a weight of zero means "not there", whatever it is multiplied with. A NaN or an infinity in a hidden row
/// would reach those that may not see it as 0 NaN = NaN; tiles that hide something and hold such a number come here. It is rare,
/// so it is plain.
/// </summary>
internal static unsafe class GuardedProduct
{
    /// <summary>outputs[d, lane] += sum_j weights[j, lane] rows[j, d].</summary>
    /// <param name="weights">[count, 16], rows <paramref name="weightStride"/> apart.</param>
    /// <param name="outputs">[dim, 16].</param>
    public static void Add(float* weights, int weightStride, int count, float* rows, int rowStride, int dim, float* outputs)
    {
        for (var j = 0; j < count; j++)
        {
            for (var lane = 0; lane < AttentionTile.Lanes; lane++)
            {
                var weight = weights[((long)j * weightStride) + lane];
                for (var d = 0; d < dim && weight != 0; d++)
                {
                    outputs[(d * AttentionTile.Lanes) + lane] += weight * rows[((long)j * rowStride) + d];
                }
            }
        }
    }
}
