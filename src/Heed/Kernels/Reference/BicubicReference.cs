namespace Heed.Kernels.Reference;

/// <summary>Cubic convolution of one grid of numbers; <see cref="BicubicKernel"/> is tested against it.</summary>
public static class BicubicReference
{
    private const double A = -0.75;

    /// <summary>How much cell (row, column) of the grid has in cell (newRow, newColumn) of the resized one: the resizing is linear.</summary>
    public static double Share(GridSize from, GridSize to, int row, int column, int newRow, int newColumn) =>
        Share(from.Height, to.Height, row, newRow) * Share(from.Width, to.Width, column, newColumn);

    // Cells beyond the border are the outermost again, so that each may have several shares.
    private static double Share(int size, int newSize, int cell, int newCell)
    {
        var middle = ((newCell + 0.5) * size / newSize) - 0.5;
        var sum = 0.0;
        for (var place = (int)Math.Floor(middle) - 1; place <= Math.Floor(middle) + 2; place++)
        {
            sum += Math.Clamp(place, 0, size - 1) == cell ? Cubic(Math.Abs(middle - place)) : 0;
        }

        return sum;
    }

    /// <summary>Keys 1981, equation 4 with his a.</summary>
    private static double Cubic(double s) =>
        s <= 1 ? ((A + 2) * s * s * s) - ((A + 3) * s * s) + 1
        : s < 2 ? (A * s * s * s) - (5 * A * s * s) + (8 * A * s) - (4 * A)
        : 0;
}
