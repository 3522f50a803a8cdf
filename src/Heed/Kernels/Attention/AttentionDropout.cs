using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>
/// The dropout mask of attention weights: a Philox counter names a head, a query row and four neighbouring keys, so that lanes of
/// neighbouring queries draw theirs together.
/// </summary>
internal static unsafe class AttentionDropout
{
    // Keeps this mask apart from other numbers under the same key.
    private const uint Stream = 2;

    /// <summary>The random word of key j (within its sequence) for one query row and head.</summary>
    public static uint Word(ulong key, int head, int queryRow, int j)
    {
        var (w0, w1, w2, w3) = Philox.Words((uint)(j >> 2), (uint)queryRow, (uint)head, Stream, key, Philox.FewerRounds);
        return (j & 3) switch { 0 => w0, 1 => w1, 2 => w2, _ => w3 };
    }

    /// <summary>
    /// What dropout multiplies the weights of 16 queries with, 0 or <paramref name="factor"/>, for the keys
    /// [first, first + count).
    /// </summary>
    /// <param name="queryRow">The row of lane 0.</param>
    /// <param name="threshold">A word below it drops its weight.</param>
    /// <param name="target">[count, 16].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(ulong key, int head, int queryRow, int first, int count, uint threshold, float factor, float* target)
    {
        for (var half = 0; half < 16; half += 8)
        {
            var rows = Vector256.Create((uint)(queryRow + half)) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
            for (var j = first & ~3; j < first + count; j += 4)
            {
                Vector256<uint> c0 = Vector256.Create((uint)j >> 2), c1 = rows, c2 = Vector256.Create((uint)head), c3 = Vector256.Create(Stream);
                Philox.Words(ref c0, ref c1, ref c2, ref c3, key, Philox.FewerRounds);
                Store(c0, j - first);
                Store(c1, j + 1 - first);
                Store(c2, j + 2 - first);
                Store(c3, j + 3 - first);
            }

            void Store(Vector256<uint> words, int row)
            {
                if ((uint)row < (uint)count)
                {
                    (Vector256.GreaterThanOrEqual(words, Vector256.Create(threshold)).AsSingle() & Vector256.Create(factor)).Store(target + (16 * row) + half);
                }
            }
        }
    }
}
