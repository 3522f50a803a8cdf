namespace Heed.Kernels;

/// <summary>Lengths cut into blocks.</summary>
internal static class Blocks
{
    public static int Count(int length, int block) => (length + block - 1) / block;

    public static int RoundUp(int value, int unit) => Count(value, unit) * unit;

    /// <summary>The block that cuts a length into as few as <paramref name="most"/> allows, as equal as their unit allows.</summary>
    public static int Even(int length, int most, int unit) => Math.Max(unit, RoundUp(Count(length, Count(length, most)), unit));
}
