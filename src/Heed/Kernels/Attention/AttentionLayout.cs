namespace Heed.Kernels;

/// <summary>Where the row of a token and head begins, in floats: sequence s begins at s Sequence, or, packed, at its first token's row.</summary>
/// <param name="Row">From one token of a sequence to the next.</param>
/// <param name="Head">From one head to the next.</param>
/// <param name="Sequence">From one sequence to the next; 0 if the tokens of all sequences follow one another, as the offsets say.</param>
public readonly record struct AttentionLayout(int Row, int Head, long Sequence = 0)
{
    /// <summary>[tokens, numHeads, dim]: what a projection makes. Rows may lie further apart than they are wide.</summary>
    public static AttentionLayout Tokens(int numHeads, int dim, int? stride = null) => new(stride ?? (numHeads * dim), dim);

    /// <summary>[batch, numHeads, length, dim]: what a cache is, and what other libraries take.</summary>
    public static AttentionLayout Heads(int numHeads, int length, int dim) => new(dim, checked(length * dim), (long)numHeads * length * dim);

    /// <summary>The rows of all sequences and heads, brought together.</summary>
    /// <param name="source">Laid out so.</param>
    /// <param name="target">[tokens, numHeads, dim].</param>
    internal void CopyRows(ReadOnlySpan<float> source, ReadOnlySpan<int> offsets, int numHeads, int dim, Span<float> target)
    {
        for (var s = 0; s + 1 < offsets.Length; s++)
        {
            var start = Sequence == 0 ? (long)offsets[s] * Row : s * Sequence;
            for (var i = 0; i < offsets[s + 1] - offsets[s]; i++)
            {
                for (var head = 0; head < numHeads; head++, target = target[dim..])
                {
                    source.Slice((int)(start + ((long)i * Row) + ((long)head * Head)), dim).CopyTo(target);
                }
            }
        }
    }

    /// <summary>The number of floats that hold so many heads and tokens.</summary>
    internal long Extent(ReadOnlySpan<int> offsets, int numHeads, int dim)
    {
        var extent = 0L;
        for (var s = 0; s + 1 < offsets.Length; s++)
        {
            var length = offsets[s + 1] - offsets[s];
            if (length > 0)
            {
                var start = Sequence == 0 ? (long)offsets[s] * Row : s * Sequence;
                extent = Math.Max(extent, start + ((length - 1L) * Row) + ((numHeads - 1L) * Head) + dim);
            }
        }

        return extent;
    }
}
