namespace Heed.Kernels;

/// <summary>
/// The dropout mask of attention weights: a Philox counter names a head, a query row and four neighbouring keys, so that lanes of
/// neighbouring queries draw theirs together.
/// </summary>
internal static class AttentionDropout
{
    // Keeps this mask apart from other numbers under the same key.
    private const uint Stream = 2;

    /// <summary>The random word of key j (within its sequence) for one query row and head.</summary>
    public static uint Word(ulong key, int head, int queryRow, int j)
    {
        var (w0, w1, w2, w3) = Philox.Words((uint)(j >> 2), (uint)queryRow, (uint)head, Stream, key, Philox.FewerRounds);
        return (j & 3) switch { 0 => w0, 1 => w1, 2 => w2, _ => w3 };
    }
}
