namespace Heed.Kernels;

/// <summary>
/// The product of matrices that are not thin. The team packs a slab of B, and of A if it lies transposed, then works through
/// blocks of C.
/// </summary>
internal static unsafe class BlockedProduct
{
    private const int MostDepth = 4096;
    private const int SlabElements = 1 << 20;

    // What lies transposed has few rows and columns and is deep: a slab of both is used a few hundred times, from the second cache.
    private const int TransposedSlabElements = 1 << 17;
    private const int LeastTransposedDepth = 256;

    public static void Run(
        float* a, int aStride, bool transposeA, float* b, int bStride, bool transposeB, float* c, int cStride, int m, int n, int k,
        bool accumulate, float* bias, bool onTeam)
    {
        var slabK = transposeA ? Blocks.Even(k, Math.Max(LeastTransposedDepth, TransposedSlabElements / Math.Max(m, n)), 1) : Math.Min(k, MostDepth);
        var slabN = Slab(n, slabK, MatMulTile.Columns);
        var slabM = transposeA ? Slab(m, slabK, MatMulTile.PanelRows) : m;
        var elements = Panels.Elements(slabN, slabK, MatMulTile.Columns);
        var packed = Scratch.Shared(elements + (transposeA ? Panels.Elements(slabM, slabK, MatMulTile.PanelRows) : 0));
        for (var column = 0; column < n; column += slabN)
        {
            for (var depth = 0; depth < k; depth += slabK)
            {
                var depths = Math.Min(slabK, k - depth);
                var packB = new PackWork
                {
                    Source = transposeB ? b + ((long)column * bStride) + depth : b + ((long)depth * bStride) + column,
                    Stride = bStride,
                    Transpose = transposeB,
                    Target = new Panels(packed, Math.Min(slabN, n - column), depths, MatMulTile.Columns),
                };
                Team.Run(ref packB, packB.Items, onTeam);
                for (var row = 0; row < m; row += slabM)
                {
                    var rows = Math.Min(slabM, m - row);
                    var multiply = new MultiplyWork
                    {
                        A = a + ((long)row * aStride) + depth,
                        AStride = aStride,
                        B = packB.Target,
                        C = c + ((long)row * cStride) + column,
                        CStride = cStride,
                        M = rows,
                        Accumulate = accumulate || depth > 0,
                        Bias = bias == null || depth > 0 ? null : bias + column,
                    };
                    if (transposeA)
                    {
                        var packA = new PackWork
                        {
                            Source = a + ((long)depth * aStride) + row,
                            Stride = aStride,
                            Target = new Panels(packed + elements, rows, depths, MatMulTile.PanelRows),
                        };
                        Team.Run(ref packA, packA.Items, onTeam);
                        multiply.A = null;
                        multiply.AStride = 0;
                        multiply.APanels = packA.Target;
                    }

                    multiply.ChooseBlocks();
                    Team.Run(ref multiply, multiply.Items, onTeam);
                }
            }
        }
    }

    /// <summary>As many lines as keep what is packed of them small.</summary>
    private static int Slab(int lines, int depth, int unit) => Math.Min(lines, Math.Max(unit, SlabElements / depth / unit * unit));
}
