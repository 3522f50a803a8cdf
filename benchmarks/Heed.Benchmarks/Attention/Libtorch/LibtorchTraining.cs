using TorchSharp;

namespace Heed.Benchmarks.Attention.Libtorch;

/// <summary>scaled_dot_product_attention and, through the tape, its gradients.</summary>
internal sealed class LibtorchTraining : LibtorchAttention
{
    private readonly torch.Tensor outputGradient;
    private IList<torch.Tensor> gradients = [];

    public LibtorchTraining(AttentionCase shape, AttentionData data, Func<torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor> compute)
        : base(shape, data, "", compute)
    {
        outputGradient = ByHead(data.OutputGradient, shape.Batch, shape.QueryLen, shape.NumHeads, shape.HeadDim);
        foreach (var input in new[] { Queries, Keys, Values })
        {
            input.requires_grad_();
        }
    }

    public override void Run()
    {
        Forget();
        var result = Compute();
        gradients = torch.autograd.grad([result], [Queries, Keys, Values], [outputGradient]);
        Keep(result);
    }

    public override IReadOnlyList<float[]> Gradients() =>
        [.. gradients.Select(gradient => AttentionData.Exchange(
            gradient.contiguous().data<float>().ToArray(), Shape.Batch, (int)gradient.shape[1], (int)gradient.shape[2], Shape.HeadDim))];

    public override void Dispose()
    {
        base.Dispose();
        Forget();
        outputGradient.Dispose();
    }

    private void Forget()
    {
        foreach (var gradient in gradients)
        {
            gradient.Dispose();
        }
    }
}
