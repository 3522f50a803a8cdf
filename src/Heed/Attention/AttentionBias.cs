using System.Numerics.Tensors;

namespace Heed.Attention;

/// <summary>
/// Numbers that are added to the scaled scores, one for each query and key; -inf hides the key from the query. A sequence that
/// is shorter than queryLen or keyLen uses the first rows and columns.
/// </summary>
public sealed class AttentionBias
{
    private readonly float[] values;

    /// <param name="values">[batch, numHeads, queryLen, keyLen], row-major; finite or -inf.</param>
    /// <param name="batch">Number of sequences, or 1 to share it among all.</param>
    /// <param name="numHeads">Number of query heads, or 1 to share it among all.</param>
    /// <param name="queryLen">Length of the longest sequence of queries, or more.</param>
    /// <param name="keyLen">Length of the longest sequence of keys, or more.</param>
    /// <exception cref="ArgumentException">The number of values is another, or one of them is NaN or +inf.</exception>
    public AttentionBias(ReadOnlySpan<float> values, int batch, int numHeads, int queryLen, int keyLen)
    {
        if (values.Length != (long)batch * numHeads * queryLen * keyLen)
        {
            throw new ArgumentException($"{values.Length} numbers do not fill a bias of shape [{batch}, {numHeads}, {queryLen}, {keyLen}].", nameof(values));
        }

        foreach (var value in values)
        {
            if (float.IsNaN(value) || float.IsPositiveInfinity(value))
            {
                throw new ArgumentException($"A bias of {value} makes weights that are no numbers; expected finite ones, or -inf to hide a key.", nameof(values));
            }
        }

        this.values = values.ToArray();
        (Batch, NumHeads, QueryLen, KeyLen) = (batch, numHeads, queryLen, keyLen);
    }

    /// <summary>[batch, numHeads, queryLen, keyLen], row-major.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>Number of sequences, or 1 if all share it.</summary>
    public int Batch { get; }

    /// <summary>Number of query heads, or 1 if all share it.</summary>
    public int NumHeads { get; }

    public int QueryLen { get; }

    public int KeyLen { get; }

    internal int SequenceStride => Batch == 1 ? 0 : NumHeads * QueryLen * KeyLen;

    internal int HeadStride => NumHeads == 1 ? 0 : QueryLen * KeyLen;

    /// <summary>The sum of two biases, of which either may be shared among sequences or heads.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    internal static AttentionBias Add(AttentionBias a, AttentionBias b)
    {
        if (!Fit(a.Batch, b.Batch) || !Fit(a.NumHeads, b.NumHeads) || a.QueryLen != b.QueryLen || a.KeyLen != b.KeyLen)
        {
            throw new ArgumentException($"Biases of {a} and {b} do not compose.");
        }

        var (batch, numHeads, map) = (Math.Max(a.Batch, b.Batch), Math.Max(a.NumHeads, b.NumHeads), a.QueryLen * a.KeyLen);
        var sum = new float[batch * numHeads * map];
        for (var i = 0; i < batch * numHeads; i++)
        {
            TensorPrimitives.Add(a.Map(i / numHeads, i % numHeads), b.Map(i / numHeads, i % numHeads), sum.AsSpan(i * map, map));
        }

        return new AttentionBias(sum, batch, numHeads, a.QueryLen, a.KeyLen);

        static bool Fit(int x, int y) => x == y || x == 1 || y == 1;
    }

    /// <summary>The shape in words, for messages: [1, 1, 5, 7].</summary>
    public override string ToString() => $"[{Batch}, {NumHeads}, {QueryLen}, {KeyLen}]";

    private ReadOnlySpan<float> Map(int sequence, int head) => values.AsSpan((sequence * SequenceStride) + (head * HeadStride), QueryLen * KeyLen);
}
