namespace Heed.Pipelines.Images.Augmentation;

/// <summary>The symmetric beta distribution on [0, 1], density proportional to (x (1 - x))^(alpha - 1).</summary>
internal static class BetaDistribution
{
    /// <param name="alpha">Above 0; small for shares near 0 and 1, 1 for all alike.</param>
    /// <param name="random">Where chance comes from.</param>
    public static double Draw(double alpha, ref RandomDraws random)
    {
        // In logarithms: at a small alpha both are too small for a double.
        var (first, second) = (LogGamma(alpha, ref random), LogGamma(alpha, ref random));
        return 1 / (1 + Math.Exp(second - first));
    }

    // Marsaglia and Tsang 2000; below 1 by their gamma(alpha) = gamma(alpha + 1) * uniform^(1 / alpha).
    private static double LogGamma(double alpha, ref RandomDraws random)
    {
        if (alpha < 1)
        {
            return LogGamma(alpha + 1, ref random) + (Math.Log(1 - random.Uniform()) / alpha);
        }

        var d = alpha - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.Uniform())) * Math.Cos(2 * Math.PI * random.Uniform());
            var root = 1 + (c * normal);
            var v = root * root * root;
            if (v > 0 && Math.Log(1 - random.Uniform()) < (0.5 * normal * normal) + d - (d * v) + (d * Math.Log(v)))
            {
                return Math.Log(d * v);
            }
        }
    }
}
