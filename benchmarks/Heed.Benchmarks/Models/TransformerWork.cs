namespace Heed.Benchmarks.Models;

/// <summary>How many floating-point operations a transformer's products take: two a multiply-add; what is not a product is not counted.</summary>
internal static class TransformerWork
{
    /// <summary>The blocks forward, over real tokens alone.</summary>
    /// <param name="isCausal">Whether only the lower triangle of the scores is needed.</param>
    public static double Operations(IEnumerable<int> lengths, int numLayers, int modelDim, int hiddenDim, bool isCausal = false) =>
        numLayers * lengths.Sum(length =>
        {
            var weights = (4.0 * modelDim * modelDim) + (2.0 * modelDim * hiddenDim);
            var pairs = isCausal ? length * (length + 1) / 2.0 : (double)length * length;
            return 2 * ((length * weights) + (2 * pairs * modelDim));
        });
}
