namespace Heed.Kernels;

/// <summary>C (+)= A B (+ bias), B in panels and A too or where it lies. An item is a block of C.</summary>
internal unsafe struct MultiplyWork : IParallelWork
{
    private const int MostRows = 96;
    private const int MostColumns = 256;
    private const int FewRows = 48;
    private const int FewColumns = 64;
    private const int FewestItems = 8;

    // Panels are multiplied two at a time.
    private const int Pair = 2 * MatMulTile.Columns;

    /// <summary>[m, k], rows <see cref="AStride"/> apart, if it is not in panels.</summary>
    public float* A;

    /// <summary>Zero if A is in panels.</summary>
    public int AStride;

    public Panels APanels;

    public Panels B;

    public float* C;

    public int CStride;

    public int M;

    public bool Accumulate;

    /// <summary>[n], or null.</summary>
    public float* Bias;

    private int blockM;
    private int blockN;

    public readonly int Items => Blocks.Count(M, blockM) * Blocks.Count(B.Lines, blockN);

    /// <summary>Blocks as large as the caches hold and as leave enough of them for a team; by the shape alone.</summary>
    public void ChooseBlocks()
    {
        blockM = Blocks.Even(M, MostRows, MatMulTile.PanelRows);
        blockN = Blocks.Even(B.Lines, MostColumns, MatMulTile.Columns);
        while (Items < FewestItems && (blockM > MatMulTile.PanelRows || blockN > FewColumns))
        {
            if (blockM > FewRows || blockN <= FewColumns)
            {
                blockM = Blocks.RoundUp(blockM / 2, MatMulTile.PanelRows);
            }
            else
            {
                blockN = Blocks.RoundUp(blockN / 2, MatMulTile.Columns);
            }
        }
    }

    public readonly void Run(int item)
    {
        var columnBlocks = Blocks.Count(B.Lines, blockN);
        var row = item / columnBlocks * blockM;
        var column = item % columnBlocks * blockN;
        var rows = Math.Min(blockM, M - row);
        var columns = Math.Min(blockN, B.Lines - column);
        var edge = Scratch.Local(MostRows * MatMulTile.Columns);
        StartFromBias(row, rows, column, columns);
        for (var depth = 0; depth < B.Depth; depth += B.BlockDepth)
        {
            var accumulate = Accumulate || Bias != null || depth > 0;
            for (var j = column; j < column + columns; j += Pair)
            {
                if (column + columns - j >= Pair)
                {
                    Tiles(row, rows, j, depth, C + ((long)row * CStride) + j, CStride, accumulate, isPair: true);
                    continue;
                }

                for (var i = j; i < column + columns; i += MatMulTile.Columns)
                {
                    Rows(row, rows, i, Math.Min(MatMulTile.Columns, column + columns - i), depth, accumulate, edge);
                }
            }
        }
    }

    /// <summary>C (+)= bias on a block that the products are added to next, while it is still in the caches.</summary>
    private readonly void StartFromBias(int row, int rows, int column, int columns)
    {
        for (var i = row; i < row + rows && Bias != null; i++)
        {
            var c = C + ((long)i * CStride) + column;
            if (Accumulate)
            {
                RowMath.Add(Bias + column, c, columns);
            }
            else
            {
                new ReadOnlySpan<float>(Bias + column, columns).CopyTo(new Span<float>(c, columns));
            }
        }
    }

    /// <summary>Some rows of one panel of C; where the panel sticks out of C they go through a buffer.</summary>
    private readonly void Rows(int row, int rows, int column, int columns, int depth, bool accumulate, float* edge)
    {
        var c = C + ((long)row * CStride) + column;
        if (columns == MatMulTile.Columns)
        {
            Tiles(row, rows, column, depth, c, CStride, accumulate, isPair: false);
            return;
        }

        for (var i = 0; i < rows && accumulate; i++)
        {
            new ReadOnlySpan<float>(c + ((long)i * CStride), columns).CopyTo(new Span<float>(edge + (i * MatMulTile.Columns), columns));
        }

        Tiles(row, rows, column, depth, edge, MatMulTile.Columns, accumulate, isPair: false);
        for (var i = 0; i < rows; i++)
        {
            new ReadOnlySpan<float>(edge + (i * MatMulTile.Columns), columns).CopyTo(new Span<float>(c + ((long)i * CStride), columns));
        }
    }

    private readonly void Tiles(int row, int rows, int column, int depth, float* c, int cStride, bool accumulate, bool isPair)
    {
        var b = B.Panel(column, depth);
        var b2 = isPair ? B.Panel(column + MatMulTile.Columns, depth) : null;
        var depths = B.Depths(depth);
        if (AStride > 0)
        {
            Tile(A + ((long)row * AStride) + depth, AStride, 1, b, b2, depths, c, cStride, rows, accumulate);
            return;
        }

        for (var i = 0; i < rows; i += APanels.Width)
        {
            Tile(APanels.Panel(row + i, depth), 1, APanels.Width, b, b2, depths, c + ((long)i * cStride), cStride, Math.Min(APanels.Width, rows - i), accumulate);
        }
    }

    private static void Tile(float* a, nint aRow, nint aStep, float* b, float* b2, nint depths, float* c, nint cStride, int rows, bool accumulate)
    {
        if (b2 == null)
        {
            MatMulTile.Multiply(a, aRow, aStep, b, MatMulTile.Columns, depths, c, cStride, rows, accumulate);
        }
        else
        {
            MatMulTile.MultiplyPair(a, aRow, aStep, b, b2, MatMulTile.Columns, depths, c, c + MatMulTile.Columns, cStride, rows, accumulate);
        }
    }
}
