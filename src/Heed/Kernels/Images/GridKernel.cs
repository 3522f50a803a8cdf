namespace Heed.Kernels;

/// <summary>
/// Resizes a grid of vectors, as PyTorch's interpolate does: y(i, j) = sum over the cells (k, l) of its window of row_ik column_jl x(k, l). The
/// middle of cell i is at (i + 0.5) size / newSize - 0.5 unless corners are aligned, and beyond the border the outermost cells go on.
/// </summary>
public static unsafe class GridKernel
{
    private const int StripColumns = 64;

    /// <summary>y = resized x.</summary>
    /// <param name="x">[from.Height * from.Width, dim].</param>
    /// <param name="y">[to.Height * to.Width, dim].</param>
    public static void Forward(GridSize from, GridSize to, ReadOnlySpan<float> x, Span<float> y, int dim, in GridResampling resampling)
    {
        Check(from, to, x.Length, y.Length, dim, resampling);
        y[..(to.Count * dim)].Clear();
        fixed (float* px = x, py = y)
        {
            Run(from, to, px, py, dim, resampling, isBackward: false);
        }
    }

    /// <summary>dx += the gradient of x.</summary>
    /// <param name="dy">[to.Height * to.Width, dim].</param>
    /// <param name="dx">[from.Height * from.Width, dim].</param>
    public static void Backward(GridSize from, GridSize to, ReadOnlySpan<float> dy, Span<float> dx, int dim, in GridResampling resampling)
    {
        Check(from, to, dx.Length, dy.Length, dim, resampling);
        fixed (float* pdx = dx, pdy = dy)
        {
            Run(from, to, pdx, pdy, dim, resampling, isBackward: true);
        }
    }

    private static void Check(GridSize from, GridSize to, int x, int y, int dim, in GridResampling resampling)
    {
        resampling.RequireSupported();
        Require.Shape(from.Height > 0 && from.Width > 0 && to.Height > 0 && to.Width > 0, "grids of at least one cell");
        Require.Shape(x >= (long)from.Count * dim && y >= (long)to.Count * dim, "a vector for each cell of both grids");
    }

    private static void Run(GridSize from, GridSize to, float* x, float* y, int dim, in GridResampling resampling, bool isBackward)
    {
        var rowStep = resampling.CellsPerNewCell(from.Height, to.Height, resampling.Factors?.Height);
        var columnStep = resampling.CellsPerNewCell(from.Width, to.Width, resampling.Factors?.Width);
        var (mostRows, mostColumns) = (resampling.MostCells(rowStep), resampling.MostCells(columnStep));
        var doubles = ((long)to.Height * (mostRows + 1)) + ((long)to.Width * (mostColumns + 1));
        var weights = (double*)Scratch.Shared(doubles * sizeof(double) / sizeof(float));
        var columnWeights = weights + ((long)to.Height * mostRows);
        var windows = (ResizeWindow*)(columnWeights + ((long)to.Width * mostColumns));
        Fill(resampling, from.Height, to.Height, rowStep, mostRows, windows, weights);
        Fill(resampling, from.Width, to.Width, columnStep, mostColumns, windows + to.Height, columnWeights);
        var work = new Work
        {
            From = from, To = to, Rows = windows, Columns = windows + to.Height, RowWeights = weights, ColumnWeights = columnWeights,
            MostRows = mostRows, MostColumns = mostColumns, X = x, Y = y, Dim = dim, IsBackward = isBackward,
        };
        Team.Run(ref work, (dim + StripColumns - 1) / StripColumns);
    }

    private static void Fill(in GridResampling resampling, int size, int newSize, double step, int most, ResizeWindow* windows, double* weights)
    {
        for (var i = 0; i < newSize; i++)
        {
            windows[i] = resampling.Window(size, step, i, new Span<double>(weights + ((long)i * most), most));
        }
    }

    /// <summary>An item is a strip of columns of the vectors: every sum is made by one thread, in a fixed order.</summary>
    private struct Work : IParallelWork
    {
        public GridSize From;
        public GridSize To;
        public ResizeWindow* Rows;
        public ResizeWindow* Columns;
        public double* RowWeights;
        public double* ColumnWeights;
        public int MostRows;
        public int MostColumns;
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
                var (newRow, newColumn) = (cell / To.Width, cell % To.Width);
                var (rows, columns) = (Rows[newRow], Columns[newColumn]);
                for (var tap = 0; tap < rows.Count * columns.Count; tap++)
                {
                    var (i, j) = (tap / columns.Count, tap % columns.Count);
                    var (row, column) = (Math.Clamp(rows.First + i, 0, From.Height - 1), Math.Clamp(columns.First + j, 0, From.Width - 1));
                    var x = X + ((((long)row * From.Width) + column) * Dim) + start;
                    var weight = (float)(RowWeights[(newRow * MostRows) + i] * ColumnWeights[(newColumn * MostColumns) + j]);
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
