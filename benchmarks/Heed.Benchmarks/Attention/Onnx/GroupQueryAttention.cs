using Heed.Benchmarks.Peers;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Heed.Benchmarks.Attention.Onnx;

/// <summary>
/// com.microsoft.GroupQueryAttention, which is causal. Its cache of [batch, numKeyValueHeads, keyLen, headDim] is input and output
/// in the same memory, so that a call writes the newest keys and values and copies nothing else.
/// </summary>
internal static class GroupQueryAttention
{
    private static readonly string[] CacheInputs = ["pastKey", "pastValue"];
    private static readonly string[] CacheOutputs = ["presentKey", "presentValue"];

    public static OnnxAttention Create(AttentionCase shape, AttentionData data)
    {
        var graph = new OnnxGraph();
        long[] queryShape = [shape.Batch, shape.QueryLen, shape.NumHeads * shape.HeadDim];
        long[] newShape = [shape.Batch, shape.QueryLen, shape.KeyValueHeads * shape.HeadDim];
        long[] cacheShape = [shape.Batch, shape.KeyValueHeads, shape.Keys, shape.HeadDim];
        var hasPast = shape.Keys > shape.QueryLen;
        graph.Node(
            nameof(GroupQueryAttention),
            OnnxGraph.Microsoft,
            [
                graph.Input("q", TensorElementType.Float, queryShape),
                graph.Input("k", TensorElementType.Float, newShape),
                graph.Input("v", TensorElementType.Float, newShape),
                .. CacheInputs.Select(name => hasPast ? graph.Input(name, TensorElementType.Float, cacheShape) : ""),
                graph.Input("lastKey", TensorElementType.Int32, shape.Batch),
                graph.Input("totalLength", TensorElementType.Int32, 1),
            ],
            [
                graph.Output(OnnxAttention.Result, TensorElementType.Float, queryShape),
                .. CacheOutputs.Select(name => graph.Output(name, TensorElementType.Float, cacheShape)),
            ],
            OnnxAttribute.Of("num_heads", shape.NumHeads),
            OnnxAttribute.Of("kv_num_heads", shape.KeyValueHeads),
            OnnxAttribute.Of("scale", shape.Scale),
            OnnxAttribute.Of("local_window_size", shape.Window > 0 ? shape.Window : -1));

        var call = new OnnxCall(graph)
            .Bind("q", data.Queries, queryShape)
            .Bind("k", Newest(shape, data.Keys), newShape)
            .Bind("v", Newest(shape, data.Values), newShape)
            .Bind("lastKey", Enumerable.Repeat(shape.Keys - 1, shape.Batch).ToArray(), [shape.Batch])
            .Bind("totalLength", [shape.Keys], [1])
            .BindOutput(OnnxAttention.Result, new float[data.Queries.Length], queryShape);
        foreach (var (input, output, values) in CacheInputs.Zip(CacheOutputs, [data.Keys, data.Values]))
        {
            var cache = AttentionData.Exchange(values, shape.Batch, shape.Keys, shape.KeyValueHeads, shape.HeadDim);
            call.BindOutput(output, cache, cacheShape);
            if (hasPast)
            {
                call.Bind(input, cache, cacheShape);
            }
        }

        return new OnnxAttention(shape, nameof(GroupQueryAttention), call);
    }

    // The rows of the queries' own places; all cases of more keys than queries are of one sequence.
    private static float[] Newest(AttentionCase shape, float[] values) =>
        shape.Keys == shape.QueryLen ? values : values[^(shape.QueryLen * shape.KeyValueHeads * shape.HeadDim)..];
}
