namespace Heed.Kernels.Reference;

/// <summary>Resizing as its definition has it, cell by cell; <see cref="GridKernel"/> is tested against it.</summary>
public static class GridReference
{
    /// <summary>How much cell (row, column) of the grid has in cell (newRow, newColumn) of the resized one: the resizing is linear.</summary>
    public static double Share(GridSize from, GridSize to, int row, int column, int newRow, int newColumn, GridResampling resampling) =>
        Share(from.Height, to.Height, row, newRow, resampling) * Share(from.Width, to.Width, column, newColumn, resampling);

    /// <summary>The same of one axis.</summary>
    internal static double Share(int size, int newSize, int cell, int newCell, GridResampling resampling)
    {
        var step = (double)size / newSize;
        if (resampling.Filter == ResizeFilter.Nearest)
        {
            return cell == (int)(newCell * step) ? 1 : 0;
        }

        var middle = resampling.AlignsCorners
            ? newSize == 1 ? 0 : newCell * (size - 1.0) / (newSize - 1)
            : ((newCell + 0.5) * step) - 0.5;
        var widening = resampling.Antialiases ? Math.Max(1, step) : 1;
        var (share, sum) = (0.0, 0.0);
        // Cells beyond the border are the outermost again, so that each may have several shares; an antialiasing filter stops at the border.
        for (var place = -9 * size; place < 10 * size; place++)
        {
            var isWithin = place >= 0 && place < size;
            var weight = resampling.Antialiases && !isWithin ? 0 : Weight(resampling, (place - middle) / widening);
            sum += weight;
            share += Math.Clamp(place, 0, size - 1) == cell ? weight : 0;
        }

        return share / sum;
    }

    private static double Weight(GridResampling resampling, double x)
    {
        var (s, a) = (Math.Abs(x), resampling.Antialiases ? -0.5 : -0.75);
        return resampling.Filter switch
        {
            ResizeFilter.Box => x is > -0.5 and <= 0.5 ? 1 : 0,
            ResizeFilter.Bilinear => s < 1 ? 1 - s : 0,
            ResizeFilter.Hamming => s < 1 ? Sinc(x) * (0.54f + (0.46f * Math.Cos(Math.PI * x))) : 0,
            ResizeFilter.Lanczos => s < 3 ? Sinc(x) * Sinc(x / 3) : 0,
            _ when s <= 1 => ((a + 2) * s * s * s) - ((a + 3) * s * s) + 1,
            _ when s < 2 => (a * s * s * s) - (5 * a * s * s) + (8 * a * s) - (4 * a),
            _ => 0,
        };
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
