using Heed.Benchmarks.Peers;
using TorchSharp;

namespace Heed.Benchmarks.Attention.Libtorch;

/// <summary>
/// libtorch over contiguous [batch, heads, seqLen, headDim]: inputs and masks are made outside of the timed call, and no gradient
/// is recorded that nobody asks for.
/// </summary>
/// <param name="compute">The output, of [batch, numHeads, queryLen, headDim] in that order, from queries, keys and values.</param>
internal class LibtorchAttention(AttentionCase shape, AttentionData data, string form, Func<torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor> compute)
    : AttentionContender(Libraries.Libtorch, form)
{
    private torch.Tensor? output;

    protected torch.Tensor Queries { get; } = ByHead(data.Queries, shape.Batch, shape.QueryLen, shape.NumHeads, shape.HeadDim);

    protected torch.Tensor Keys { get; } = ByHead(data.Keys, shape.Batch, shape.Keys, shape.KeyValueHeads, shape.HeadDim);

    protected torch.Tensor Values { get; } = ByHead(data.Values, shape.Batch, shape.Keys, shape.KeyValueHeads, shape.HeadDim);

    protected AttentionCase Shape { get; } = shape;

    public override void Run()
    {
        using var none = torch.inference_mode();
        Keep(Compute());
    }

    public override float[] Output() =>
        AttentionData.Exchange(output!.detach().contiguous().data<float>().ToArray(), Shape.Batch, Shape.NumHeads, Shape.QueryLen, Shape.HeadDim);

    public override void Dispose()
    {
        Queries.Dispose();
        Keys.Dispose();
        Values.Dispose();
        output?.Dispose();
    }

    protected torch.Tensor Compute() => compute(Queries, Keys, Values);

    protected void Keep(torch.Tensor result)
    {
        output?.Dispose();
        output = result;
    }

    protected static torch.Tensor ByHead(float[] values, int batch, int rows, int heads, int width)
    {
        using var byRow = torch.tensor(values, [batch, rows, heads, width]);
        using var byHead = byRow.transpose(1, 2);
        return byHead.contiguous();
    }
}
