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
        Shape = new AttentionMapShape(batch, numHeads, queryLen, keyLen);
        if (values.Length != Shape.Length)
        {
            throw new ArgumentException($"{values.Length} numbers do not fill a bias of shape {Shape}.", nameof(values));
        }

        foreach (var value in values)
        {
            if (float.IsNaN(value) || float.IsPositiveInfinity(value))
            {
                throw new ArgumentException($"A bias of {value} makes weights that are no numbers; expected finite ones, or -inf to hide a key.", nameof(values));
            }
        }

        this.values = values.ToArray();
    }

    /// <summary>[batch, numHeads, queryLen, keyLen], row-major.</summary>
    public ReadOnlySpan<float> Values => values;

    internal AttentionMapShape Shape { get; }

    /// <summary>The sum of two biases, of which either may be shared among sequences or heads.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    internal static AttentionBias Add(AttentionBias a, AttentionBias b)
    {
        var shape = a.Shape.With(b.Shape);
        var sum = new float[shape.Length];
        var map = shape.QueryLen * shape.KeyLen;
        for (var i = 0; i < shape.Batch * shape.NumHeads; i++)
        {
            var (sequence, head) = (i / shape.NumHeads, i % shape.NumHeads);
            TensorPrimitives.Add(a.Shape.Map(a.Values, sequence, head), b.Shape.Map(b.Values, sequence, head), sum.AsSpan(i * map, map));
        }

        return new AttentionBias(sum, shape.Batch, shape.NumHeads, shape.QueryLen, shape.KeyLen);
    }

    /// <summary>The shape in words, for messages: [1, 1, 5, 7].</summary>
    public override string ToString() => Shape.ToString();
}
