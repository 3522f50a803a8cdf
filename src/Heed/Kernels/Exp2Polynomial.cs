namespace Heed.Kernels;

/// <summary>
/// 2^x = 1 + C1 x + ... + C5 x^5 for x in [-1/2, 1/2]: the polynomial with the smallest largest relative error, 9.2e-8, of those
/// that are exact at 0 (Remez' exchange, in double precision).
/// </summary>
internal static class Exp2Polynomial
{
    public const float Log2E = 1.44269504f;
    public const float C1 = 0.69314698f;
    public const float C2 = 0.240222421f;
    public const float C3 = 0.0555073374f;
    public const float C4 = 0.00967151264f;
    public const float C5 = 0.00132647272f;
}
