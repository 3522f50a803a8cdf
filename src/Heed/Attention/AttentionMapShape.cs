using Heed.Kernels;

namespace Heed.Attention;

/// <summary>The shape of something that there is for each query and key; sequences or heads may share one.</summary>
internal readonly record struct AttentionMapShape(int Batch, int NumHeads, int QueryLen, int KeyLen)
{
    public long Length => (long)Batch * NumHeads * QueryLen * KeyLen;

    public AttentionMapStrides Strides => new(Batch == 1 ? 0 : checked(NumHeads * QueryLen * KeyLen), NumHeads == 1 ? 0 : QueryLen * KeyLen, KeyLen);

    /// <summary>The shape of what two of them give together.</summary>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    public AttentionMapShape With(AttentionMapShape other)
    {
        if (!Fit(Batch, other.Batch) || !Fit(NumHeads, other.NumHeads) || QueryLen != other.QueryLen || KeyLen != other.KeyLen)
        {
            throw new ArgumentException($"Masks of {this} and {other} do not compose.");
        }

        return new AttentionMapShape(Math.Max(Batch, other.Batch), Math.Max(NumHeads, other.NumHeads), QueryLen, KeyLen);

        static bool Fit(int x, int y) => x == y || x == 1 || y == 1;
    }

    /// <summary>The queries and keys of one sequence and head.</summary>
    public ReadOnlySpan<T> Map<T>(ReadOnlySpan<T> values, int sequence, int head) => values.Slice((int)Strides.At(sequence, head, 0), QueryLen * KeyLen);

    /// <exception cref="ArgumentException">It is not for so many sequences and heads, or too small for the longest of them.</exception>
    public void RequireFor(in AttentionShape shape, string name)
    {
        if (Batch != 1 && Batch != shape.Sequences)
        {
            throw new ArgumentException($"Attention: {name} of {this} is not for {shape.Sequences} sequences.");
        }

        if (NumHeads != 1 && NumHeads != shape.NumHeads)
        {
            throw new ArgumentException($"Attention: {name} of {this} is not for {shape.NumHeads} heads.");
        }

        if (shape.LongestQuery > QueryLen || shape.LongestKey > KeyLen)
        {
            throw new ArgumentException($"Attention: {name} of {this} is too small for {shape.LongestQuery} queries and {shape.LongestKey} keys.");
        }
    }

    public override string ToString() => $"[{Batch}, {NumHeads}, {QueryLen}, {KeyLen}]";
}
