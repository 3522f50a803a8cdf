using Heed.Benchmarks.Peers;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Heed.Benchmarks.Attention;

/// <summary>ONNX Runtime's MultiHeadAttention over [batch, seqLen, heads * headDim], its inputs and outputs bound outside of the timed call.</summary>
internal sealed class OnnxAttention : AttentionContender
{
    private readonly OnnxCall call;

    private OnnxAttention(AttentionCase shape, AttentionData data)
        : base(Libraries.OnnxRuntime)
    {
        var graph = new OnnxGraph();
        long[] queries = [shape.Batch, shape.QueryLen, shape.NumHeads * shape.HeadDim];
        long[] keys = [shape.Batch, shape.Keys, shape.KeyValueHeads * shape.HeadDim];
        graph.Node(
            "MultiHeadAttention",
            OnnxGraph.Microsoft,
            [graph.Input("q", TensorElementType.Float, queries), graph.Input("k", TensorElementType.Float, keys), graph.Input("v", TensorElementType.Float, keys)],
            [graph.Output("output", TensorElementType.Float, queries)],
            OnnxAttribute.Of("num_heads", shape.NumHeads),
            OnnxAttribute.Of("scale", shape.Scale),
            OnnxAttribute.Of("unidirectional", shape.IsCausal ? 1 : 0));
        call = new OnnxCall(graph)
            .Bind("q", data.Queries, queries).Bind("k", data.Keys, keys).Bind("v", data.Values, keys)
            .BindOutput("output", new float[data.Queries.Length], queries);
    }

    public static IEnumerable<AttentionContender> Forms(AttentionCase shape, AttentionData data) => [new OnnxAttention(shape, data)];

    public override void Run() => call.Run();

    public override float[] Output() => call.Output<float>("output");

    public override void Dispose() => call.Dispose();
}
