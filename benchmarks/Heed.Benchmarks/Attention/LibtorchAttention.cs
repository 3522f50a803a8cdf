using Heed.Benchmarks.Peers;
using TorchSharp;

namespace Heed.Benchmarks.Attention;

/// <summary>
/// torch.nn.functional.scaled_dot_product_attention over contiguous [batch, heads, seqLen, headDim], its inputs made outside of
/// the timed call and no gradient recorded that nobody asks for.
/// </summary>
internal sealed class LibtorchAttention : AttentionContender
{
    private readonly AttentionCase shape;
    private readonly torch.Tensor q;
    private readonly torch.Tensor k;
    private readonly torch.Tensor v;
    private torch.Tensor? output;

    private LibtorchAttention(AttentionCase shape, AttentionData data)
        : base(Libraries.Libtorch)
    {
        this.shape = shape;
        q = ByHead(data.Queries, shape.QueryLen, shape.NumHeads);
        k = ByHead(data.Keys, shape.Keys, shape.KeyValueHeads);
        v = ByHead(data.Values, shape.Keys, shape.KeyValueHeads);
    }

    public static IEnumerable<AttentionContender> Forms(AttentionCase shape, AttentionData data) => [new LibtorchAttention(shape, data)];

    public override void Run()
    {
        output?.Dispose();
        using var none = torch.inference_mode();
        output = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_casual: shape.IsCausal);
    }

    public override float[] Output() =>
        AttentionData.Exchange(output!.data<float>().ToArray(), shape.Batch, shape.NumHeads, shape.QueryLen, shape.HeadDim);

    public override void Dispose()
    {
        foreach (var tensor in new[] { q, k, v, output })
        {
            tensor?.Dispose();
        }
    }

    private torch.Tensor ByHead(float[] values, int rows, int heads) =>
        torch.tensor(AttentionData.Exchange(values, shape.Batch, rows, heads, shape.HeadDim), [shape.Batch, heads, rows, shape.HeadDim]);
}
