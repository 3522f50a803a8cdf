namespace Heed.Kernels;

/// <summary>How a grid is resized, with the choices of PyTorch's interpolate.</summary>
/// <param name="Filter">Nearest, bilinear or bicubic; with antialias any but nearest.</param>
/// <param name="AlignsCorners">Whether the middles of the outermost cells stay where they are; else it is the borders that do.</param>
/// <param name="Antialiases">Whether the filter widens when shrinking, so that every cell has its share.</param>
/// <param name="Factors">How much larger the grid is to be taken, where that is no quotient of the sizes (interpolate's scale_factor).</param>
public readonly record struct GridResampling(
    ResizeFilter Filter, bool AlignsCorners = false, bool Antialiases = false, (double Height, double Width)? Factors = null)
{
    /// <summary>Cubic convolution with A = -0.75, as ViT and DINOv2 resize their positions.</summary>
    public static GridResampling Bicubic => new(ResizeFilter.Bicubic);

    /// <summary>Cubic convolution with A = -0.5 that widens when shrinking, as DINOv2 with registers resizes its positions.</summary>
    public static GridResampling AntialiasedBicubic => new(ResizeFilter.Bicubic, Antialiases: true);

    internal void RequireSupported()
    {
        var isKnown = Antialiases
            ? Filter != ResizeFilter.Nearest && !AlignsCorners
            : Filter is ResizeFilter.Nearest or ResizeFilter.Bilinear or ResizeFilter.Bicubic && !(Filter == ResizeFilter.Nearest && AlignsCorners);
        if (!isKnown || Factors is { } factors && !(factors.Height > 0 && factors.Width > 0))
        {
            throw new ArgumentException($"A grid is resized by nearest, bilinear or bicubic, or antialiased with its borders kept; not by {this}.");
        }
    }

    /// <summary>The most cells of a window.</summary>
    internal int MostCells(double cellsPerNewCell) => Antialiases
        ? ResizeWindow.MostCells(Filter, cellsPerNewCell)
        : Filter switch { ResizeFilter.Nearest => 1, ResizeFilter.Bilinear => 2, _ => 4 };

    /// <summary>How far apart the middles of new cells are, in cells.</summary>
    internal double CellsPerNewCell(int size, int newSize, double? factor) =>
        AlignsCorners ? (newSize > 1 ? (size - 1.0) / (newSize - 1) : 0) : factor is { } given ? 1 / given : (double)size / newSize;

    /// <summary>The window of new cell <paramref name="index"/>, and its weights.</summary>
    internal ResizeWindow Window(int size, double cellsPerNewCell, int index, Span<double> weights)
    {
        if (Antialiases)
        {
            return ResizeWindow.Widened(Filter, size, cellsPerNewCell, index, weights);
        }

        if (Filter == ResizeFilter.Nearest)
        {
            weights[0] = 1;
            // In float32, as PyTorch computes it for any type.
            return new ResizeWindow((int)((float)cellsPerNewCell * index), 1);
        }

        var middle = AlignsCorners ? index * cellsPerNewCell : ((index + 0.5) * cellsPerNewCell) - 0.5;
        var before = (int)Math.Floor(middle);
        var t = middle - before;
        if (Filter == ResizeFilter.Bilinear)
        {
            (weights[0], weights[1]) = (1 - t, t);
            return new ResizeWindow(before, 2);
        }

        for (var cell = 0; cell < 4; cell++)
        {
            weights[cell] = ResizeWeights.Cubic(Math.Abs(t + 1 - cell), ResizeWeights.SharpCubic);
        }

        return new ResizeWindow(before - 1, 4);
    }
}
