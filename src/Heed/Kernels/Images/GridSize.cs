namespace Heed.Kernels;

/// <summary>Rows and columns of a grid.</summary>
public readonly record struct GridSize(int Height, int Width)
{
    /// <summary>Number of cells.</summary>
    public int Count => Height * Width;

    public override string ToString() => $"{Height} x {Width}";
}
