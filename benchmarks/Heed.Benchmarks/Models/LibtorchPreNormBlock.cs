using static TorchSharp.torch;

namespace Heed.Benchmarks.Models;

/// <summary>A block of a pre-norm transformer in libtorch: x = x + attention(norm(x)); x = x + feedForward(norm(x)).</summary>
internal sealed record LibtorchPreNormBlock(
    (Tensor, Tensor) AttentionNorm,
    (Tensor Weight, Tensor? Bias) QueryKeyValue,
    (Tensor Weight, Tensor Bias) Output,
    (Tensor, Tensor) FeedForwardNorm,
    (Tensor, Tensor) Expand,
    (Tensor, Tensor) Contract,
    int NumHeads,
    double Epsilon,
    bool IsCausal = false,
    bool HasGeluByTanh = false)
{
    /// <summary>Consumes x.</summary>
    /// <param name="x">[batch, seqLen, modelDim].</param>
    /// <param name="attend">What takes the place of attention within x; null for that.</param>
    public Tensor Forward(Tensor x, Func<Tensor, Tensor>? attend = null)
    {
        using var scope = NewDisposeScope();
        var normalised = LibtorchLayers.Norm(x, AttentionNorm, Epsilon);
        var attended = attend?.Invoke(normalised)
            ?? LibtorchLayers.SelfAttention(normalised, QueryKeyValue, Output, NumHeads, isCausal: IsCausal);
        normalised.Dispose();
        var middle = LibtorchLayers.AddTo(x, attended);
        var contracted = LibtorchLayers.FeedForward(LibtorchLayers.Norm(middle, FeedForwardNorm, Epsilon), Expand, Contract, HasGeluByTanh);
        var next = LibtorchLayers.AddTo(middle, contracted);
        x.Dispose();
        return next.MoveToOuterDisposeScope();
    }
}
