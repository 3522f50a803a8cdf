using Heed.Benchmarks.Peers;

namespace Heed.Benchmarks.Attention.Onnx;

/// <summary>ONNX Runtime, its inputs and outputs bound outside of the timed call.</summary>
internal sealed class OnnxAttention(AttentionCase shape, string form, OnnxCall call) : AttentionContender(Libraries.OnnxRuntime, form)
{
    /// <summary>The name of the output, [batch, queryLen, numHeads * headDim].</summary>
    public const string Result = "output";

    public override void Run() => call.Run();

    public override float[] Output() => call.Output<float>(Result)[..(shape.Batch * shape.QueryLen * shape.NumHeads * shape.HeadDim)];

    public override void Dispose() => call.Dispose();
}
