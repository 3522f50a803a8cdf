namespace Heed.Benchmarks.Attention;

/// <summary>Masks written out, for peers that cannot be told of them in words.</summary>
internal static class AttentionMasks
{
    /// <summary>[batch, 1, 1, keyLen] of a padded batch; [1, 1, queryLen, keyLen] of a window or a chunk.</summary>
    public static long[] Shape(AttentionCase shape) =>
        shape.Lengths.Count > 0 ? [shape.Batch, 1, 1, shape.Keys] : [1, 1, shape.QueryLen, shape.Keys];

    /// <summary>0 where the key may be seen, -inf where not.</summary>
    public static float[] Additive(AttentionCase shape)
    {
        var mask = new float[Shape(shape).Aggregate(1L, (product, axis) => product * axis)];
        for (var i = 0; i < mask.Length; i++)
        {
            var (row, key) = (i / shape.Keys, i % shape.Keys);
            var place = row + shape.Keys - shape.QueryLen;
            var isSeen = shape.Lengths.Count > 0
                ? key < shape.Lengths[row]
                : key <= place && (shape.Window == 0 || key > place - shape.Window);
            mask[i] = isSeen ? 0 : float.NegativeInfinity;
        }

        return mask;
    }
}
