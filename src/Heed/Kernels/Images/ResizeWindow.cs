namespace Heed.Kernels;

/// <summary>The cells that one resized cell is made from: Count of them from First on, which may lie beyond the border.</summary>
internal readonly record struct ResizeWindow(int First, int Count)
{
    /// <summary>The most cells of a window of <see cref="Widened"/>.</summary>
    public static int MostCells(ResizeFilter filter, double cellsPerNewCell) =>
        ((int)Math.Ceiling(ResizeWeights.Support(filter) * Math.Max(1, cellsPerNewCell)) * 2) + 1;

    /// <summary>
    /// The window of resized cell <paramref name="index"/> where the filter widens when shrinking, cut off at the border, its weights
    /// summing to one: Pillow's, and PyTorch's with antialias.
    /// </summary>
    /// <param name="filter">Any but nearest.</param>
    /// <param name="size">Cells before.</param>
    /// <param name="cellsPerNewCell">How far apart the middles of new cells are.</param>
    /// <param name="index">Which new cell.</param>
    /// <param name="weights">Takes them; as long as <see cref="MostCells"/>.</param>
    public static ResizeWindow Widened(ResizeFilter filter, int size, double cellsPerNewCell, int index, Span<double> weights)
    {
        var widening = Math.Max(1, cellsPerNewCell);
        var support = ResizeWeights.Support(filter) * widening;
        var middle = (index + 0.5) * cellsPerNewCell;
        var first = Math.Max(0, (int)(middle - support + 0.5));
        var count = Math.Min(size, (int)(middle + support + 0.5)) - first;
        var sum = 0.0;
        // The order and the form of these steps are Pillow's: its results are exact to the grey level.
        for (var cell = 0; cell < count; cell++)
        {
            weights[cell] = ResizeWeights.At(filter, (first + cell - middle + 0.5) * (1 / widening));
            sum += weights[cell];
        }

        for (var cell = 0; cell < count && sum != 0; cell++)
        {
            weights[cell] /= sum;
        }

        return new ResizeWindow(first, count);
    }
}
