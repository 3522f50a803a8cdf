namespace Heed.Kernels;

/// <summary>
/// The product where C has at most eight rows. It is as fast as memory gives B, so B is read once, where it lies, in several long
/// runs far apart: the processor then has many more lines on their way than with one run, or with neighbouring rows.
/// </summary>
internal static class ThinProduct
{
    public const int MaxRows = 8;

    public static unsafe void Run(
        float* a, int aStride, bool transposeA, float* b, int bStride, bool transposeB, float* c, int cStride, int m, int n, int k,
        bool accumulate, bool onTeam)
    {
        var (rowStep, depthStep) = transposeA ? (1, aStride) : (aStride, 1);
        if (transposeB)
        {
            ThinDots.Run(a, rowStep, depthStep, b, bStride, c, cStride, m, n, k, accumulate, onTeam);
        }
        else
        {
            ThinStrips.Run(a, rowStep, depthStep, b, bStride, c, cStride, m, n, k, accumulate, onTeam);
        }
    }
}
