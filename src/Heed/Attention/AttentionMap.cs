using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Heed.Attention;

/// <summary>
/// Who may attend to whom, written out: one boolean for each query and key, true = visible. A sequence that is shorter than
/// queryLen or keyLen uses the first rows and columns.
/// </summary>
public sealed class AttentionMap
{
    private readonly bool[] values;

    /// <param name="values">[batch, numHeads, queryLen, keyLen], row-major.</param>
    /// <param name="batch">Number of sequences, or 1 to share it among all.</param>
    /// <param name="numHeads">Number of query heads, or 1 to share it among all.</param>
    /// <param name="queryLen">Length of the longest sequence of queries, or more.</param>
    /// <param name="keyLen">Length of the longest sequence of keys, or more.</param>
    /// <exception cref="ArgumentException">The number of booleans is another.</exception>
    public AttentionMap(ReadOnlySpan<bool> values, int batch, int numHeads, int queryLen, int keyLen)
        : this(values.ToArray(), new AttentionMapShape(batch, numHeads, queryLen, keyLen))
    {
    }

    private AttentionMap(bool[] values, AttentionMapShape shape)
    {
        if (values.Length != shape.Length)
        {
            throw new ArgumentException($"{values.Length} booleans do not fill a mask of shape {shape}.", nameof(values));
        }

        this.values = values;
        Shape = shape;
    }

    /// <summary>[batch, numHeads, queryLen, keyLen], row-major.</summary>
    public ReadOnlySpan<bool> Values => values;

    internal AttentionMapShape Shape { get; }

    /// <summary>The shape in words, for messages: [1, 1, 5, 7].</summary>
    public override string ToString() => Shape.ToString();

    /// <summary>Visible where both say so; either may be shared among sequences or heads.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    internal static AttentionMap And(AttentionMap a, AttentionMap b)
    {
        var shape = a.Shape.With(b.Shape);
        var both = new bool[shape.Length];
        var map = shape.QueryLen * shape.KeyLen;
        for (var i = 0; i < shape.Batch * shape.NumHeads; i++)
        {
            var (sequence, head) = (i / shape.NumHeads, i % shape.NumHeads);
            TensorPrimitives.BitwiseAnd(
                MemoryMarshal.AsBytes(a.Shape.Map(a.Values, sequence, head)),
                MemoryMarshal.AsBytes(b.Shape.Map(b.Values, sequence, head)),
                MemoryMarshal.AsBytes(both.AsSpan(i * map, map)));
        }

        return new AttentionMap(both, shape);
    }
}
