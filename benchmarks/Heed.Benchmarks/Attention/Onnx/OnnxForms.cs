namespace Heed.Benchmarks.Attention.Onnx;

/// <summary>The ways in which ONNX Runtime can do a case; only those that may be its fastest. It has no backward.</summary>
internal static class OnnxForms
{
    public static IEnumerable<AttentionContender> Of(AttentionCase shape, AttentionData data)
    {
        if (shape.WithBackward)
        {
            yield break;
        }

        if (shape.Lengths.Count > 0)
        {
            yield return MultiHeadAttention.Masked(shape, data, "key lengths");
            yield return new OnnxOneByOne(shape, data);
            yield break;
        }

        if (shape.IsCausal || shape.IsDecode)
        {
            yield return GroupQueryAttention.Create(shape, data);
        }

        if (shape.KeyValueHeads != shape.NumHeads)
        {
            yield return MultiHeadAttention.Repeated(shape, data);
        }
        else if (shape.IsDecode)
        {
            yield return MultiHeadAttention.ByHead(shape, data);
        }
        else if (!shape.IsCausal && shape.Keys != shape.QueryLen)
        {
            yield return MultiHeadAttention.Plain(shape, data);
            yield return MultiHeadAttention.ByHead(shape, data);
        }
        else if (shape.IsCausal && shape.Keys != shape.QueryLen)
        {
            yield return MultiHeadAttention.Masked(shape, data, "MultiHeadAttention");
        }
        else if (shape.Window == 0)
        {
            yield return MultiHeadAttention.Plain(shape, data);
        }
    }
}
