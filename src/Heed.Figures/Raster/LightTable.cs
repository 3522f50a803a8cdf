namespace Heed.Figures.Raster;

/// <summary>
/// Between sRGB bytes and the space in which an edge is mixed. Linear light would be right for large edges but lets thin dark
/// strokes fade and thin light ones swell; sRGB does the opposite. The exponent between them keeps both even.
/// </summary>
internal static class LightTable
{
    private const double Exponent = 1.4;
    private const int Steps = 4096;
    private static readonly float[] ToLight = [.. Enumerable.Range(0, 256).Select(value => (float)Math.Pow(value / 255.0, Exponent))];

    private static readonly byte[] FromLight =
        [.. Enumerable.Range(0, Steps + 1).Select(step => (byte)Math.Round(255 * Math.Pow(step / (double)Steps, 1 / Exponent)))];

    /// <summary><paramref name="share"/> of the pixel in one colour, the rest in the other.</summary>
    public static byte Mix(byte below, byte above, float share)
    {
        var (from, to) = (ToLight[below], ToLight[above]);
        return FromLight[(int)(((from + ((to - from) * share)) * Steps) + 0.5f)];
    }
}
