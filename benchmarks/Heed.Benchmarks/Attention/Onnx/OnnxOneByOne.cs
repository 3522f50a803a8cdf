using Heed.Benchmarks.Peers;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Heed.Benchmarks.Attention.Onnx;

/// <summary>The sequences of a padded batch one after another, each at its own length, so that nothing is masked.</summary>
internal sealed class OnnxOneByOne : AttentionContender
{
    private readonly AttentionCase shape;
    private readonly OnnxCall[] calls;

    public OnnxOneByOne(AttentionCase shape, AttentionData data)
        : base(Libraries.OnnxRuntime, "one by one")
    {
        this.shape = shape;
        var graph = new OnnxGraph();
        long[] open = [1, -1, shape.NumHeads * shape.HeadDim];
        graph.Node(
            nameof(MultiHeadAttention),
            OnnxGraph.Microsoft,
            [graph.Input("q", TensorElementType.Float, open), graph.Input("k", TensorElementType.Float, open), graph.Input("v", TensorElementType.Float, open)],
            [graph.Output(OnnxAttention.Result, TensorElementType.Float, open)],
            OnnxAttribute.Of("num_heads", shape.NumHeads),
            OnnxAttribute.Of("scale", shape.Scale));
        var first = new OnnxCall(graph);
        calls = [.. Enumerable.Range(0, shape.Batch).Select(s => s == 0 ? first : first.Another()).Select((call, s) => Bind(call, s, data))];
    }

    public override void Run()
    {
        foreach (var call in calls)
        {
            call.Run();
        }
    }

    public override float[] Output()
    {
        var (width, output) = (shape.NumHeads * shape.HeadDim, new float[shape.Batch * shape.QueryLen * shape.NumHeads * shape.HeadDim]);
        for (var s = 0; s < shape.Batch; s++)
        {
            calls[s].Output<float>(OnnxAttention.Result).CopyTo(output.AsSpan(s * shape.QueryLen * width));
        }

        return output;
    }

    public override void Dispose()
    {
        foreach (var call in calls.Reverse())
        {
            call.Dispose();
        }
    }

    private OnnxCall Bind(OnnxCall call, int s, AttentionData data)
    {
        var (rows, width) = (shape.Lengths[s], shape.NumHeads * shape.HeadDim);
        long[] axes = [1, rows, width];
        float[] Part(float[] all) => all.AsSpan(s * shape.QueryLen * width, rows * width).ToArray();
        return call
            .Bind("q", Part(data.Queries), axes).Bind("k", Part(data.Keys), axes).Bind("v", Part(data.Values), axes)
            .BindOutput(OnnxAttention.Result, new float[rows * width], axes);
    }
}
