namespace Heed.Autograd;

/// <summary>
/// Which rows of a packed batch belong together: sequence i is rows [Offsets[i], Offsets[i + 1]). There are no pads, so only
/// attention and pooling look here; every other operation works on rows.
/// </summary>
public sealed class Sequences
{
    private readonly int[] offsets;

    private Sequences(int[] offsets)
    {
        this.offsets = offsets;
        for (var i = 0; i < Count; i++)
        {
            MaxLength = Math.Max(MaxLength, LengthOf(i));
        }
    }

    /// <summary>Count + 1 rising row numbers, the first of them 0.</summary>
    public ReadOnlySpan<int> Offsets => offsets;

    /// <summary>Number of sequences.</summary>
    public int Count => offsets.Length - 1;

    /// <summary>Number of rows: the sum of the lengths.</summary>
    public int Tokens => offsets[^1];

    /// <summary>Length of the longest sequence.</summary>
    public int MaxLength { get; }

    internal int[] OffsetArray => offsets;

    /// <summary>Sequences of these lengths, one behind the other.</summary>
    public static Sequences OfLengths(params ReadOnlySpan<int> lengths)
    {
        var offsets = new int[lengths.Length + 1];
        for (var i = 0; i < lengths.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(lengths[i], nameof(lengths));
            offsets[i + 1] = checked(offsets[i] + lengths[i]);
        }

        return new Sequences(offsets);
    }

    /// <summary>A batch of <paramref name="batch"/> sequences, all <paramref name="seqLen"/> long: what a padded batch is.</summary>
    public static Sequences Uniform(int batch, int seqLen)
    {
        var offsets = new int[batch + 1];
        for (var i = 0; i <= batch; i++)
        {
            offsets[i] = checked(i * seqLen);
        }

        return new Sequences(offsets);
    }

    /// <summary>Length of sequence <paramref name="index"/>.</summary>
    public int LengthOf(int index) => offsets[index + 1] - offsets[index];
}
