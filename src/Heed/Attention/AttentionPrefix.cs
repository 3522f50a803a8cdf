namespace Heed.Attention;

/// <summary>How many keys every query sees, before its place begins to count: one number for all sequences, or one for each.</summary>
internal sealed class AttentionPrefix
{
    private readonly bool isShared;
    private int[] lengths;

    public AttentionPrefix(int[] lengths, bool isShared) => (this.lengths, this.isShared) = (lengths, isShared);

    /// <summary>The numbers for so many sequences.</summary>
    /// <exception cref="ArgumentException">There are numbers for another count.</exception>
    public ReadOnlySpan<int> For(int sequences)
    {
        var known = lengths;
        if (isShared && known.Length < sequences)
        {
            known = new int[sequences];
            Array.Fill(known, lengths[0]);
            lengths = known;
        }

        return isShared || known.Length == sequences
            ? known.AsSpan(0, sequences)
            : throw new ArgumentException($"Attention: {known.Length} prefix lengths are not for {sequences} sequences.");
    }

    /// <summary>The shorter of both.</summary>
    /// <exception cref="ArgumentException">They are for other numbers of sequences.</exception>
    public static AttentionPrefix And(AttentionPrefix a, AttentionPrefix b)
    {
        var isShared = a.isShared && b.isShared;
        var sequences = isShared ? 1 : a.isShared ? b.lengths.Length : a.lengths.Length;
        ReadOnlySpan<int> x = a.For(sequences), y = b.For(sequences);
        var shorter = new int[sequences];
        for (var s = 0; s < sequences; s++)
        {
            shorter[s] = Math.Min(x[s], y[s]);
        }

        return new AttentionPrefix(shorter, isShared);
    }
}
