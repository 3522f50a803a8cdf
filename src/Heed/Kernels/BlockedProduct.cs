namespace Heed.Kernels;

/// <summary>
/// The product of matrices that are not thin. A slab of B is packed by the team, then the team works through blocks of C.
/// </summary>
internal static unsafe class BlockedProduct
{
    private const int BlockK = 256;
    private const int SlabK = 4096;
    private const int SlabElements = 1 << 20;
    private const int PackColumns = 64;
    private const int FewestItems = 8;

    public static void Run(
        float* a, int aStride, bool transposeA, float* b, int bStride, bool transposeB, float* c, int cStride, int m, int n, int k, bool accumulate, bool onTeam)
    {
        // B goes through memory in slabs, so that what is packed stays small.
        var slabK = Math.Min(k, SlabK);
        var slabN = Math.Min(n, Math.Max(PackColumns, SlabElements / slabK / PackColumns * PackColumns));
        var packed = Scratch.Shared((long)slabK * RoundUp(slabN, MatMulTile.Columns));
        for (var column = 0; column < n; column += slabN)
        {
            var columns = Math.Min(slabN, n - column);
            for (var depth = 0; depth < k; depth += slabK)
            {
                var depths = Math.Min(slabK, k - depth);
                var pack = new PackWork
                {
                    B = transposeB ? b + ((long)column * bStride) + depth : b + ((long)depth * bStride) + column,
                    Stride = bStride,
                    Transpose = transposeB,
                    N = columns,
                    K = depths,
                    Packed = packed,
                };
                Start(ref pack, pack.Items, onTeam);
                var multiply = new MultiplyWork
                {
                    A = transposeA ? a + ((long)depth * aStride) : a + depth,
                    AStride = aStride,
                    Transpose = transposeA,
                    Packed = packed,
                    C = c + column,
                    CStride = cStride,
                    M = m,
                    N = columns,
                    K = depths,
                    Accumulate = accumulate || depth > 0,
                };
                multiply.ChooseBlocks();
                Start(ref multiply, multiply.Items, onTeam);
            }
        }
    }

    private static void Start<TWork>(ref TWork work, int items, bool onTeam)
        where TWork : struct, IParallelWork
    {
        if (onTeam)
        {
            Team.Run(ref work, items);
            return;
        }

        for (var item = 0; item < items; item++)
        {
            work.Run(item);
        }
    }

    private static int RoundUp(int value, int unit) => (value + unit - 1) / unit * unit;

    /// <summary>Where panel columns [column, column + 16) of the block at depth lies among what is packed.</summary>
    private static float* Panel(float* packed, int n, int depth, int depths, int column) =>
        packed + ((long)depth * RoundUp(n, MatMulTile.Columns)) + ((long)column * depths);

    /// <summary>Lays B out as blocks of 256 rows, in each the panels of 16 columns, in each the rows; missing columns are zeros.</summary>
    private struct PackWork : IParallelWork
    {
        public float* B;
        public int Stride;
        public bool Transpose;
        public int N;
        public int K;
        public float* Packed;

        public readonly int Items => (K + BlockK - 1) / BlockK * ((N + PackColumns - 1) / PackColumns);

        public readonly void Run(int item)
        {
            var groups = (N + PackColumns - 1) / PackColumns;
            var depth = item / groups * BlockK;
            var depths = Math.Min(BlockK, K - depth);
            var first = item % groups * PackColumns;
            for (var column = first; column < Math.Min(N, first + PackColumns); column += MatMulTile.Columns)
            {
                var panel = Panel(Packed, N, depth, depths, column);
                var columns = Math.Min(MatMulTile.Columns, N - column);
                if (columns < MatMulTile.Columns)
                {
                    new Span<float>(panel, depths * MatMulTile.Columns).Clear();
                }

                if (Transpose)
                {
                    MatrixTranspose.Copy(B + ((long)column * Stride) + depth, Stride, panel, MatMulTile.Columns, columns, depths);
                }
                else
                {
                    for (var row = 0; row < depths; row++)
                    {
                        new ReadOnlySpan<float>(B + ((long)(depth + row) * Stride) + column, columns).CopyTo(new Span<float>(panel + (row * MatMulTile.Columns), columns));
                    }
                }
            }
        }
    }

    private struct MultiplyWork : IParallelWork
    {
        public float* A;
        public int AStride;
        public bool Transpose;
        public float* Packed;
        public float* C;
        public int CStride;
        public int M;
        public int N;
        public int K;
        public bool Accumulate;
        private int blockM;
        private int blockN;

        public readonly int Items => ((M + blockM - 1) / blockM) * ((N + blockN - 1) / blockN);

        /// <summary>Blocks as large as leave enough of them for a team, by the shape alone.</summary>
        public void ChooseBlocks()
        {
            (blockM, blockN) = (96, 256);
            while (Items < FewestItems && (blockM > 24 || blockN > 64))
            {
                if (blockM > 48 || blockN == 64)
                {
                    blockM /= 2;
                }
                else
                {
                    blockN /= 2;
                }
            }
        }

        public readonly void Run(int item)
        {
            var columnBlocks = (N + blockN - 1) / blockN;
            var row = item / columnBlocks * blockM;
            var column = item % columnBlocks * blockN;
            var rows = Math.Min(blockM, M - row);
            var columns = Math.Min(blockN, N - column);
            var scratch = Scratch.Local(((long)blockM + MatMulTile.Rows) * BlockK + (MatMulTile.Rows * MatMulTile.Columns));
            for (var depth = 0; depth < K; depth += BlockK)
            {
                Block(row, rows, column, columns, depth, Math.Min(BlockK, K - depth), scratch);
            }
        }

        private readonly void Block(int row, int rows, int column, int columns, int depth, int depths, float* scratch)
        {
            // Full tiles read A where it lies, unless it lies transposed; the last few rows are copied, for a tile reads six.
            var edge = scratch;
            var rest = rows % MatMulTile.Rows;
            var packedA = scratch + (MatMulTile.Rows * BlockK) + (MatMulTile.Rows * MatMulTile.Columns);
            float* blockA;
            int strideA;
            if (Transpose)
            {
                blockA = packedA;
                strideA = BlockK;
                MatrixTranspose.Copy(A + ((long)depth * AStride) + row, AStride, packedA, BlockK, depths, rows);
            }
            else
            {
                blockA = A + ((long)row * AStride) + depth;
                strideA = AStride;
            }

            if (rest > 0)
            {
                new Span<float>(edge, MatMulTile.Rows * BlockK).Clear();
                for (var i = 0; i < rest; i++)
                {
                    new ReadOnlySpan<float>(blockA + ((long)(rows - rest + i) * strideA), depths).CopyTo(new Span<float>(edge + (i * BlockK), depths));
                }
            }

            var accumulate = Accumulate || depth > 0;
            for (var j = 0; j < columns; j += MatMulTile.Columns)
            {
                var panel = Panel(Packed, N, depth, depths, column + j);
                var width = Math.Min(MatMulTile.Columns, columns - j);
                var c = C + ((long)row * CStride) + column + j;
                var i = 0;
                for (; i + MatMulTile.Rows <= rows; i += MatMulTile.Rows)
                {
                    if (width == MatMulTile.Columns)
                    {
                        MatMulTile.Multiply(blockA + ((long)i * strideA), strideA, panel, depths, c + ((long)i * CStride), CStride, accumulate);
                    }
                    else
                    {
                        EdgeTile(blockA + ((long)i * strideA), strideA, panel, depths, c + ((long)i * CStride), MatMulTile.Rows, width, accumulate, edge + (MatMulTile.Rows * BlockK));
                    }
                }

                if (rest > 0)
                {
                    EdgeTile(edge, BlockK, panel, depths, c + ((long)i * CStride), rest, width, accumulate, edge + (MatMulTile.Rows * BlockK));
                }
            }
        }

        /// <summary>A tile that sticks out of C goes through a buffer.</summary>
        private readonly void EdgeTile(float* a, int aStride, float* panel, int depths, float* c, int rows, int columns, bool accumulate, float* buffer)
        {
            if (accumulate)
            {
                for (var i = 0; i < rows; i++)
                {
                    new ReadOnlySpan<float>(c + ((long)i * CStride), columns).CopyTo(new Span<float>(buffer + (i * MatMulTile.Columns), columns));
                }
            }

            MatMulTile.Multiply(a, aStride, panel, depths, buffer, MatMulTile.Columns, accumulate);
            for (var i = 0; i < rows; i++)
            {
                new ReadOnlySpan<float>(buffer + (i * MatMulTile.Columns), columns).CopyTo(new Span<float>(c + ((long)i * CStride), columns));
            }
        }
    }
}
