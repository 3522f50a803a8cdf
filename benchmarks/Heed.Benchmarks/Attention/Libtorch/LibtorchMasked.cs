using TorchSharp;

namespace Heed.Benchmarks.Attention.Libtorch;

/// <summary>scaled_dot_product_attention with a mask, which is dense and made once.</summary>
internal sealed class LibtorchMasked : LibtorchAttention
{
    private readonly torch.Tensor mask;

    public LibtorchMasked(AttentionCase shape, AttentionData data, string form)
        : this(shape, data, form, torch.tensor(AttentionMasks.Additive(shape), AttentionMasks.Shape(shape)))
    {
    }

    private LibtorchMasked(AttentionCase shape, AttentionData data, string form, torch.Tensor mask)
        : base(shape, data, form, (q, k, v) => torch.nn.functional.scaled_dot_product_attention(q, k, v, mask)) => this.mask = mask;

    public override void Dispose()
    {
        base.Dispose();
        mask.Dispose();
    }
}
