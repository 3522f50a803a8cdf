namespace Heed.Kernels;

/// <summary>
/// A matrix [depth, lines] laid out for the register tile: blocks of at most 256 rows, in each the panels of
/// <see cref="Width"/> neighbouring lines, in each the rows. A block of a panel of B and a tile's rows of A fit the first cache.
/// </summary>
/// <param name="start">Room for <see cref="Elements"/>.</param>
/// <param name="lines">Columns of B, or rows of A.</param>
/// <param name="depth">What the product sums over.</param>
internal readonly unsafe struct Panels(float* start, int lines, int depth, int width)
{
    private const int MostDepth = 256;

    public int Lines { get; } = lines;

    public int Depth { get; } = depth;

    public int Width { get; } = width;

    /// <summary>Rows of a block: all blocks but the last have as many.</summary>
    public int BlockDepth { get; } = Blocks.Even(depth, MostDepth, 1);

    public static long Elements(int lines, int depth, int width) => (long)Blocks.RoundUp(lines, width) * depth;

    /// <summary>Rows of the block that starts at <paramref name="depth"/>.</summary>
    public int Depths(int depth) => Math.Min(BlockDepth, Depth - depth);

    /// <summary>Row 0 of the panel that starts at <paramref name="line"/>, in the block that starts at <paramref name="depth"/>.</summary>
    public float* Panel(int line, int depth) => start + ((long)depth * Blocks.RoundUp(Lines, Width)) + ((long)line * Depths(depth));
}
