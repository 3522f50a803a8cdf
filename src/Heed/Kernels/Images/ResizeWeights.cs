namespace Heed.Kernels;

/// <summary>The filters as functions of the distance to the middle, in cells.</summary>
internal static class ResizeWeights
{
    /// <summary>Keys' parameter where a filter widens to avoid aliasing: Pillow's, and PyTorch's with antialias.</summary>
    public const double SmoothCubic = -0.5;

    /// <summary>Keys' parameter of PyTorch's plain bicubic.</summary>
    public const double SharpCubic = -0.75;

    /// <summary>How far the filter reaches to either side.</summary>
    public static double Support(ResizeFilter filter) => filter switch
    {
        ResizeFilter.Nearest => 0,
        ResizeFilter.Box => 0.5,
        ResizeFilter.Bilinear or ResizeFilter.Hamming => 1,
        ResizeFilter.Bicubic => 2,
        _ => 3,
    };

    public static double At(ResizeFilter filter, double distance) => filter switch
    {
        ResizeFilter.Box => distance is > -0.5 and <= 0.5 ? 1 : 0,
        ResizeFilter.Bilinear => Math.Max(0, 1 - Math.Abs(distance)),
        // Hamming's two numbers in single precision, as Pillow has them.
        ResizeFilter.Hamming => Math.Abs(distance) >= 1 ? 0 : SineOverAngle(distance) * (0.54f + (0.46f * Math.Cos(Math.PI * distance))),
        ResizeFilter.Bicubic => Cubic(Math.Abs(distance), SmoothCubic),
        ResizeFilter.Lanczos => distance is >= -3 and < 3 ? SineOverAngle(distance) * SineOverAngle(distance / 3) : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), $"{filter} is no sum of neighbours."),
    };

    /// <summary>Keys 1981, equation 4 with his a.</summary>
    public static double Cubic(double distance, double a) =>
        distance < 1 ? ((((a + 2) * distance) - (a + 3)) * distance * distance) + 1
        : distance < 2 ? ((((a * distance) - (5 * a)) * distance) + (8 * a)) * distance - (4 * a)
        : 0;

    private static double SineOverAngle(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
