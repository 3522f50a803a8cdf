using Heed.Benchmarks.Peers;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Heed.Benchmarks.Attention.Onnx;

/// <summary>com.microsoft.MultiHeadAttention. Without a mask it is tiled; causal or masked it writes the scores out.</summary>
internal static class MultiHeadAttention
{
    private const string Operator = nameof(MultiHeadAttention);

    /// <summary>Over [batch, seqLen, numHeads * headDim].</summary>
    public static OnnxAttention Plain(AttentionCase shape, AttentionData data) =>
        Create(shape, data, shape.IsCausal ? Operator : shape.Keys != shape.QueryLen ? "keys as projected" : "", Rows(shape), data.Keys, data.Values);

    /// <summary>Keys and values come as [batch, numHeads, keyLen, headDim], as a cache holds them.</summary>
    public static OnnxAttention ByHead(AttentionCase shape, AttentionData data) =>
        Create(shape, data, shape.IsDecode ? Operator : "keys by head", [shape.Batch, shape.NumHeads, shape.Keys, shape.HeadDim], Cached(shape, data.Keys), Cached(shape, data.Values));

    /// <summary>Keys and values of grouped heads were repeated beforehand.</summary>
    public static OnnxAttention Repeated(AttentionCase shape, AttentionData data)
    {
        var full = shape with { NumKeyValueHeads = 0 };
        var repeated = new AttentionData(data.Queries, Repeat(shape, data.Keys), Repeat(shape, data.Values));
        return shape.IsDecode
            ? Create(full, repeated, "repeated", [shape.Batch, shape.NumHeads, shape.Keys, shape.HeadDim], Cached(full, repeated.Keys), Cached(full, repeated.Values))
            : Create(full, repeated, "repeated", Rows(full), repeated.Keys, repeated.Values);
    }

    /// <summary>The lengths of a padded batch as key_padding_mask, or a chunk's mask as attention_bias.</summary>
    public static OnnxAttention Masked(AttentionCase shape, AttentionData data, string form) =>
        Create(shape, data, form, Rows(shape), data.Keys, data.Values);

    private static OnnxAttention Create(AttentionCase shape, AttentionData data, string form, long[] keyShape, float[] keys, float[] values)
    {
        var graph = new OnnxGraph();
        long[] queryShape = [shape.Batch, shape.QueryLen, shape.NumHeads * shape.HeadDim];
        var isChunk = shape.IsCausal && shape.Keys != shape.QueryLen;
        List<string> inputs =
        [
            graph.Input("q", TensorElementType.Float, queryShape),
            graph.Input("k", TensorElementType.Float, keyShape),
            graph.Input("v", TensorElementType.Float, keyShape),
            "",
            shape.Lengths.Count > 0 ? graph.Input("lengths", TensorElementType.Int32, shape.Batch) : "",
            isChunk ? graph.Input("bias", TensorElementType.Float, AttentionMasks.Shape(shape)) : "",
        ];
        graph.Node(
            Operator,
            OnnxGraph.Microsoft,
            [.. inputs],
            [graph.Output(OnnxAttention.Result, TensorElementType.Float, queryShape)],
            OnnxAttribute.Of("num_heads", shape.NumHeads),
            OnnxAttribute.Of("scale", shape.Scale),
            OnnxAttribute.Of("unidirectional", shape.IsCausal && !isChunk ? 1 : 0));
        var call = new OnnxCall(graph)
            .Bind("q", data.Queries, queryShape).Bind("k", keys, keyShape).Bind("v", values, keyShape)
            .BindOutput(OnnxAttention.Result, new float[data.Queries.Length], queryShape);
        if (shape.Lengths.Count > 0)
        {
            call.Bind("lengths", shape.Lengths.ToArray(), [shape.Batch]);
        }

        if (isChunk)
        {
            call.Bind("bias", AttentionMasks.Additive(shape), AttentionMasks.Shape(shape));
        }

        return new OnnxAttention(shape, form, call);
    }

    private static long[] Rows(AttentionCase shape) => [shape.Batch, shape.Keys, shape.KeyValueHeads * shape.HeadDim];

    private static float[] Cached(AttentionCase shape, float[] values) =>
        AttentionData.Exchange(values, shape.Batch, shape.Keys, shape.KeyValueHeads, shape.HeadDim);

    private static float[] Repeat(AttentionCase shape, float[] values)
    {
        var times = shape.NumHeads / shape.KeyValueHeads;
        var result = new float[values.Length * times];
        for (var i = 0; i < values.Length / shape.HeadDim; i++)
        {
            for (var copy = 0; copy < times; copy++)
            {
                values.AsSpan(i * shape.HeadDim, shape.HeadDim).CopyTo(result.AsSpan(((i * times) + copy) * shape.HeadDim));
            }
        }

        return result;
    }
}
