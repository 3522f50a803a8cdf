using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Heed.Benchmarks.Models;

/// <summary>
/// The layers of a transformer in libtorch's own operators. Every part frees what it made but its result, as Python would; where nobody
/// asks for gradients, sums and GELU are done in place.
/// </summary>
internal static class LibtorchLayers
{
    // TorchSharp has no function for these, TorchScript does.
    private static readonly jit.CompilationUnit Script = jit.compile("""
        def embed(table: Tensor, ids: Tensor):
            return torch.embedding(table, ids)

        """);

    /// <summary>Token ids of texts of the same length: [batch, seqLen].</summary>
    public static Tensor Ids(IReadOnlyList<int[]> texts) =>
        tensor([.. texts.SelectMany(text => text.Select(id => (long)id))], texts.Count, texts[0].Length);

    /// <summary>The rows of a table.</summary>
    public static Tensor Embed(Tensor table, Tensor ids) => Script.invoke<Tensor>("embed", table, ids);

    public static Tensor Norm(Tensor x, (Tensor Weight, Tensor Bias) norm, double epsilon) =>
        layer_norm(x, [x.shape[^1]], norm.Weight, norm.Bias, epsilon);

    /// <summary>Fused attention over one product for queries, keys and values, up to and with the output's product.</summary>
    /// <param name="x">[batch, seqLen, modelDim].</param>
    /// <param name="bias">[batch, 1, 1, seqLen], added to the scores, or null.</param>
    public static Tensor SelfAttention(
        Tensor x, (Tensor Weight, Tensor? Bias) queryKeyValue, (Tensor Weight, Tensor Bias) output, int numHeads, Tensor? bias = null, bool isCausal = false)
    {
        using var scope = NewDisposeScope();
        var (batch, seqLen, modelDim) = (x.shape[0], x.shape[1], x.shape[2]);
        var parts = linear(x, queryKeyValue.Weight, queryKeyValue.Bias)
            .view(batch, seqLen, 3, numHeads, modelDim / numHeads)
            .permute(2, 0, 3, 1, 4)
            .unbind(0); // 3 x [batch, numHeads, seqLen, headDim]
        var context = scaled_dot_product_attention(parts[0], parts[1], parts[2], bias, is_casual: isCausal)
            .transpose(1, 2)
            .reshape(batch, seqLen, modelDim);
        return linear(context, output.Weight, output.Bias).MoveToOuterDisposeScope();
    }

    public static Tensor FeedForward(Tensor x, (Tensor Weight, Tensor Bias) expand, (Tensor Weight, Tensor Bias) contract, bool byTanh = false)
    {
        using var scope = NewDisposeScope();
        var hidden = linear(x, expand.Weight, expand.Bias);
        var kind = byTanh ? GELU.Approximate.tanh : GELU.Approximate.none;
        var activated = hidden.requires_grad ? hidden.gelu(kind) : hidden.gelu_(kind);
        return linear(activated, contract.Weight, contract.Bias).MoveToOuterDisposeScope();
    }

    /// <summary>x + y, in y's place where that is allowed.</summary>
    public static Tensor AddTo(Tensor x, Tensor y) => y.requires_grad ? y + x : y.add_(x);
}
