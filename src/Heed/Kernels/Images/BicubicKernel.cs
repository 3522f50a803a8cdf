namespace Heed.Kernels;

/// <summary>
/// Resizes a grid of vectors by cubic convolution (Keys 1981) with A = -0.75, as PyTorch's interpolate does in its mode "bicubic":
/// the middle of cell i is at (i + 0.5) size / newSize - 0.5, and beyond the border the outermost cells go on.
/// </summary>
public static unsafe class BicubicKernel
{
    private const double A = -0.75;
    private const int Taps = 4;
    private const int StripColumns = 64;

    /// <summary>y = resized x.</summary>
    /// <param name="x">[from.Height * from.Width, dim].</param>
    /// <param name="y">[to.Height * to.Width, dim].</param>
    public static void Forward(GridSize from, GridSize to, ReadOnlySpan<float> x, Span<float> y, int dim)
    {
        Check(from, to, x.Length, y.Length, dim);
        y[..(to.Count * dim)].Clear();
        fixed (float* px = x, py = y)
        {
            Run(from, to, px, py, dim, isBackward: false);
        }
    }

    /// <summary>dx += the gradient of x.</summary>
    /// <param name="dy">[to.Height * to.Width, dim].</param>
    /// <param name="dx">[from.Height * from.Width, dim].</param>
    public static void Backward(GridSize from, GridSize to, ReadOnlySpan<float> dy, Span<float> dx, int dim)
    {
        Check(from, to, dx.Length, dy.Length, dim);
        fixed (float* pdx = dx, pdy = dy)
        {
            Run(from, to, pdx, pdy, dim, isBackward: true);
        }
    }

    private static void Check(GridSize from, GridSize to, int x, int y, int dim)
    {
        Require.Shape(from.Height > 0 && from.Width > 0 && to.Height > 0 && to.Width > 0, "grids of at least one cell");
        Require.Shape(x >= (long)from.Count * dim && y >= (long)to.Count * dim, "a vector for each cell of both grids");
    }

    private static void Run(GridSize from, GridSize to, float* x, float* y, int dim, bool isBackward)
    {
        var rows = (Tap*)Scratch.Shared(((long)to.Height + to.Width) * Taps * sizeof(Tap) / sizeof(float));
        var columns = rows + (to.Height * Taps);
        FillTaps(from.Height, to.Height, rows);
        FillTaps(from.Width, to.Width, columns);
        var work = new Work { From = from, To = to, Rows = rows, Columns = columns, X = x, Y = y, Dim = dim, IsBackward = isBackward };
        Team.Run(ref work, (dim + StripColumns - 1) / StripColumns);
    }

    private static void FillTaps(int size, int newSize, Tap* taps)
    {
        for (var i = 0; i < newSize; i++)
        {
            var middle = ((i + 0.5) * size / newSize) - 0.5;
            var first = (int)Math.Floor(middle);
            var t = middle - first;
            for (var tap = 0; tap < Taps; tap++)
            {
                taps[(i * Taps) + tap] = new Tap(Math.Clamp(first + tap - 1, 0, size - 1), (float)Weight(Math.Abs(t + 1 - tap)));
            }
        }
    }

    private static double Weight(double distance) => distance <= 1
        ? ((((A + 2) * distance) - (A + 3)) * distance * distance) + 1
        : ((((A * distance) - (5 * A)) * distance) + (8 * A)) * distance - (4 * A);

    /// <summary>A cell, and the share it has in a resized one.</summary>
    private readonly record struct Tap(int Index, float Weight);

    /// <summary>An item is a strip of columns of the vectors: every sum is made by one thread, in a fixed order.</summary>
    private struct Work : IParallelWork
    {
        public GridSize From;
        public GridSize To;
        public Tap* Rows;
        public Tap* Columns;
        public float* X;
        public float* Y;
        public int Dim;
        public bool IsBackward;

        public readonly void Run(int item)
        {
            var start = item * StripColumns;
            var count = Math.Min(StripColumns, Dim - start);
            for (var cell = 0; cell < To.Count; cell++)
            {
                var y = Y + ((long)cell * Dim) + start;
                var rows = Rows + (cell / To.Width * Taps);
                var columns = Columns + (cell % To.Width * Taps);
                for (var tap = 0; tap < Taps * Taps; tap++)
                {
                    var (row, column) = (rows[tap / Taps], columns[tap % Taps]);
                    var x = X + ((((long)row.Index * From.Width) + column.Index) * Dim) + start;
                    var weight = row.Weight * column.Weight;
                    if (IsBackward)
                    {
                        RowMath.AddScaled(y, weight, x, count);
                    }
                    else
                    {
                        RowMath.AddScaled(x, weight, y, count);
                    }
                }
            }
        }
    }
}
