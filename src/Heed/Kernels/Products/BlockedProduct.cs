using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    private const int LargestBlockM = 96;
    private const int PanelRows = 6;
    private const int EdgeElements = LargestBlockM * MatMulTile.Columns;

    // A packed panel of six rows of A, and a gap that takes what is stored past its end.
    private const int PanelElements = (PanelRows * BlockK) + 16;

    public static void Run(
        float* a, int aStride, bool transposeA, float* b, int bStride, bool transposeB, float* c, int cStride, int m, int n, int k,
        bool accumulate, float* bias, bool onTeam)
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
                Team.Run(ref pack, pack.Items, onTeam);
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
                    Bias = bias == null || depth > 0 ? null : bias + column,
                };
                multiply.ChooseBlocks();
                Team.Run(ref multiply, multiply.Items, onTeam);
            }
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
                if (Transpose)
                {
                    MatrixTranspose.ToPanel(B + ((long)column * Stride) + depth, Stride, columns, depths, panel);
                }
                else
                {
                    CopyRows(B + ((long)depth * Stride) + column, Stride, panel, depths, columns);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void CopyRows(float* source, nint stride, float* panel, int rows, int columns)
        {
            for (; rows > 0; rows--, source += stride, panel += MatMulTile.Columns)
            {
                if (columns == MatMulTile.Columns)
                {
                    Vector256.Load(source).Store(panel);
                    Vector256.Load(source + 8).Store(panel + 8);
                }
                else
                {
                    for (var i = 0; i < MatMulTile.Columns; i++)
                    {
                        panel[i] = i < columns ? source[i] : 0;
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
        public float* Bias;
        private int blockM;
        private int blockN;

        public readonly int Items => ((M + blockM - 1) / blockM) * ((N + blockN - 1) / blockN);

        /// <summary>Blocks as large as leave enough of them for a team, by the shape alone.</summary>
        public void ChooseBlocks()
        {
            (blockM, blockN) = (LargestBlockM, 256);
            // A transposed A is packed once for every block of columns, so those are split last.
            var fewRows = Transpose ? 12 : 48;
            while (Items < FewestItems && (blockM > 12 || blockN > 64))
            {
                if (blockM > fewRows || blockN <= 64)
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
            var scratch = Scratch.Local(EdgeElements + (LargestBlockM / PanelRows * PanelElements));
            StartFromBias(row, rows, column, columns);
            for (var depth = 0; depth < K; depth += BlockK)
            {
                Block(row, rows, column, columns, depth, Math.Min(BlockK, K - depth), scratch);
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

        private readonly void Block(int row, int rows, int column, int columns, int depth, int depths, float* scratch)
        {
            // A is read where it lies, unless it lies transposed: then the rows of a tile are brought together.
            var edge = scratch;
            var packed = scratch + EdgeElements;
            if (Transpose)
            {
                PackA(A + ((long)depth * AStride) + row, rows, M - row, depths, packed);
            }

            var accumulate = Accumulate || Bias != null || depth > 0;
            for (var j = 0; j < columns; j += MatMulTile.Columns)
            {
                var panel = Panel(Packed, N, depth, depths, column + j);
                var width = Math.Min(MatMulTile.Columns, columns - j);
                var c = C + ((long)row * CStride) + column + j;
                if (Transpose)
                {
                    for (var i = 0; i < rows; i += PanelRows)
                    {
                        Tile(packed + (i / PanelRows * PanelElements), 1, PanelRows, panel, depths, c + ((long)i * CStride),
                            Math.Min(PanelRows, rows - i), width, accumulate, edge);
                    }
                }
                else
                {
                    Tile(A + ((long)row * AStride) + depth, AStride, 1, panel, depths, c, rows, width, accumulate, edge);
                }
            }
        }

        /// <summary>
        /// Panels of six rows, step by step. Where A has eight to read they are stored too, and the next step, or the gap, takes
        /// the two too many.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void PackA(float* a, int rows, int readable, int depths, float* packed)
        {
            for (var l = 0; l < depths; l++, a += AStride)
            {
                var target = packed + (l * PanelRows);
                var i = 0;
                for (; i < rows && i + 8 <= readable; i += PanelRows, target += PanelElements)
                {
                    Vector256.Load(a + i).Store(target);
                }

                for (; i < rows; i += PanelRows, target += PanelElements)
                {
                    for (var r = 0; r < Math.Min(PanelRows, rows - i); r++)
                    {
                        target[r] = a[i + r];
                    }
                }
            }
        }

        /// <summary>Rows of one panel of C; where the panel sticks out of C they go through a buffer.</summary>
        private readonly void Tile(float* a, int aRow, int aStep, float* panel, int depths, float* c, int rows, int width, bool accumulate,
            float* edge)
        {
            if (width == MatMulTile.Columns)
            {
                MatMulTile.Multiply(a, aRow, aStep, panel, MatMulTile.Columns, depths, c, CStride, rows, accumulate);
                return;
            }

            if (accumulate)
            {
                for (var i = 0; i < rows; i++)
                {
                    new ReadOnlySpan<float>(c + ((long)i * CStride), width).CopyTo(new Span<float>(edge + (i * MatMulTile.Columns), width));
                }
            }

            MatMulTile.Multiply(a, aRow, aStep, panel, MatMulTile.Columns, depths, edge, MatMulTile.Columns, rows, accumulate);
            for (var i = 0; i < rows; i++)
            {
                new ReadOnlySpan<float>(edge + (i * MatMulTile.Columns), width).CopyTo(new Span<float>(c + ((long)i * CStride), width));
            }
        }
    }
}
