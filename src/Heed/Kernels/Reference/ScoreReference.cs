namespace Heed.Kernels.Reference;

/// <summary>Where things lie in an <see cref="AttentionShape"/>, who sees whom, and what the score of a query and a key is.</summary>
public static class ScoreReference
{
    public static int QueryLength(in AttentionShape shape, int sequence) => shape.QueryOffsets[sequence + 1] - shape.QueryOffsets[sequence];

    public static int KeyLength(in AttentionShape shape, int sequence) => shape.KeyOffsets[sequence + 1] - shape.KeyOffsets[sequence];

    /// <summary>Where the query begins.</summary>
    public static int Query(in AttentionShape shape, int sequence, int head, int i) => At(shape.Query, shape.QueryOffsets, sequence, head, i);

    /// <summary>Where the output of the query begins.</summary>
    public static int Output(in AttentionShape shape, int sequence, int head, int i) => At(shape.Output, shape.QueryOffsets, sequence, head, i);

    /// <summary>Where the key begins that a query head sees.</summary>
    public static int Key(in AttentionShape shape, int sequence, int head, int j) => AtKey(shape, shape.Key, sequence, head, j);

    /// <summary>Where the value begins that a query head sees.</summary>
    public static int Value(in AttentionShape shape, int sequence, int head, int j) => AtKey(shape, shape.Value, sequence, head, j);

    /// <summary>s_ij, -inf for a key that the query does not see.</summary>
    public static double Score(in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, int sequence, int head, int i, int j)
    {
        if (!Sees(shape, sequence, head, i, j))
        {
            return double.NegativeInfinity;
        }

        var score = Product(shape, q, k, sequence, head, i, j);
        if (shape.SoftCap > 0)
        {
            score = shape.SoftCap * Math.Tanh(score / shape.SoftCap);
        }

        var distance = Place(shape, sequence, i) - j;
        if (!shape.Bias.IsEmpty)
        {
            score += shape.Bias[(int)shape.BiasStrides.At(sequence, head, i) + j];
        }

        if (!shape.RelativeBias.IsEmpty)
        {
            score += shape.RelativeBias[(head * shape.RelativeHeadStride) + shape.RelativeOrigin + distance];
        }

        return shape.AlibiSlopes.IsEmpty ? score : score - ((double)shape.AlibiSlopes[head] * Math.Abs(distance));
    }

    /// <summary>scale q_i k_j.</summary>
    public static double Product(in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> k, int sequence, int head, int i, int j)
    {
        var (query, key) = (Query(shape, sequence, head, i), Key(shape, sequence, head, j));
        var dot = 0d;
        for (var d = 0; d < shape.HeadDim; d++)
        {
            dot += (double)q[query + d] * k[key + d];
        }

        return shape.Scale * dot;
    }

    /// <summary>The derivative of softCap tanh(x / softCap).</summary>
    public static double CapSlope(in AttentionShape shape, double product) =>
        shape.SoftCap > 0 ? 1 - Math.Pow(Math.Tanh(product / shape.SoftCap), 2) : 1;

    /// <summary>The key that query i stands at.</summary>
    public static int Place(in AttentionShape shape, int sequence, int i) =>
        shape.AlignsTopLeft ? i : i + KeyLength(shape, sequence) - QueryLength(shape, sequence);

    /// <summary>Whether every part of the mask lets query i see key j.</summary>
    public static bool Sees(in AttentionShape shape, int sequence, int head, int i, int j)
    {
        var place = Place(shape, sequence, i);
        return (shape.WindowLeft < 0 || j >= place - shape.WindowLeft)
            && (shape.WindowRight < 0 || j <= place + shape.WindowRight)
            && (shape.PrefixLengths.IsEmpty || j <= place || j < shape.PrefixLengths[sequence])
            && (shape.QuerySegments.IsEmpty || shape.QuerySegments[shape.QueryOffsets[sequence] + i] == shape.KeySegments[shape.KeyOffsets[sequence] + j])
            && (shape.KeyVisible.IsEmpty || shape.KeyVisible[shape.KeyOffsets[sequence] + j])
            && (shape.Visible.IsEmpty || shape.Visible[(int)shape.VisibleStrides.At(sequence, head, i) + j]);
    }

    private static int AtKey(in AttentionShape shape, in AttentionLayout layout, int sequence, int head, int j)
    {
        var keyValueHead = head / (shape.NumHeads / shape.NumKeyValueHeads);
        if (shape.PageTable.IsEmpty)
        {
            return At(layout, shape.KeyOffsets, sequence, keyValueHead, j);
        }

        var page = shape.PageTable[(sequence * (shape.PageTable.Length / shape.Sequences)) + (j / shape.PageSize)];
        return (int)(page * layout.Sequence) + (keyValueHead * layout.Head) + (j % shape.PageSize * layout.Row);
    }

    private static int At(in AttentionLayout layout, ReadOnlySpan<int> offsets, int sequence, int head, int i) =>
        (layout.Sequence == 0 ? offsets[sequence] * layout.Row : (int)(sequence * layout.Sequence)) + (head * layout.Head) + (i * layout.Row);
}
