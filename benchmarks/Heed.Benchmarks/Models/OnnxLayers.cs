using Heed.Benchmarks.Peers;

namespace Heed.Benchmarks.Models;

/// <summary>
/// The layers of a transformer as ONNX Runtime's transformer optimizer writes them: products with constant weights, which the session packs
/// when it is made, and the operators of com.microsoft that fuse all around them.
/// </summary>
internal sealed class OnnxLayers(OnnxGraph graph, int modelDim, int numHeads, float epsilon)
{
    public OnnxGraph Graph => graph;

    public string Vector(string name, int count) => graph.Constant(RandomWeights.Of(name, count), count);

    /// <summary>x W^T for a weight of [outputDim, inputDim].</summary>
    public string Product(string x, string weight, int inputDim, int outputDim) =>
        graph.Node("MatMul", "", [x, graph.Constant(RandomWeights.Transposed(weight, outputDim, inputDim), inputDim, outputDim)]);

    /// <summary>x W for a weight of [inputDim, outputDim].</summary>
    public string ProductAsStored(string x, string weight, int inputDim, int outputDim) =>
        graph.Node("MatMul", "", [x, graph.Constant(RandomWeights.Of(weight, inputDim * outputDim), inputDim, outputDim)]);

    /// <summary>Self-attention up to its output product, in the operator that also does the three products before it.</summary>
    /// <param name="lengths">[batch], int32: how many keys of each row are real; empty where all are.</param>
    public string AttentionWithProducts(string x, ReadOnlySpan<string> layers, string lengths = "") => graph.Node(
        "Attention",
        OnnxGraph.Microsoft,
        [
            x,
            graph.Constant(RandomWeights.TransposedSideBySide(Weights(layers), modelDim, modelDim), modelDim, 3 * modelDim),
            graph.Constant(RandomWeights.Joined(Biases(layers), modelDim), 3 * modelDim),
            lengths,
        ],
        OnnxAttribute.Of("num_heads", numHeads));

    /// <summary>The same in the operator that takes the three products, which has a tiled kernel.</summary>
    public string Attention(string x, ReadOnlySpan<string> layers, string lengths = "")
    {
        var weights = Weights(layers);
        return graph.Node(
            "MultiHeadAttention",
            OnnxGraph.Microsoft,
            [
                Product(x, weights[0], modelDim, modelDim),
                Product(x, weights[1], modelDim, modelDim),
                Product(x, weights[2], modelDim, modelDim),
                graph.Constant(RandomWeights.Joined(Biases(layers), modelDim), 3 * modelDim),
                lengths,
            ],
            OnnxAttribute.Of("num_heads", numHeads));
    }

    /// <summary>norm(x + residual + bias).</summary>
    public string AddAndNorm(string x, string residual, string bias, string norm)
    {
        var normalised = graph.NewName();
        AddAndNorm(x, residual, bias, norm, [normalised]);
        return normalised;
    }

    /// <summary>norm(x + residual + bias), and the sum itself.</summary>
    public (string Normalised, string Sum) AddAndNormBoth(string x, string residual, string bias, string norm)
    {
        var (normalised, sum) = (graph.NewName(), graph.NewName());
        AddAndNorm(x, residual, bias, norm, [normalised, "", "", sum]);
        return (normalised, sum);
    }

    public string Norm(string x, string norm) => graph.Node(
        "LayerNormalization",
        "",
        [x, Vector($"{norm}.weight", modelDim), Vector($"{norm}.bias", modelDim)],
        OnnxAttribute.Of("epsilon", epsilon),
        OnnxAttribute.Of("axis", -1));

    /// <summary>GELU(x + bias): exact, or by tanh.</summary>
    public string BiasGelu(string x, string bias, int count, bool byTanh = false) =>
        graph.Node(byTanh ? "FastGelu" : "BiasGelu", OnnxGraph.Microsoft, [x, Vector(bias, count)]);

    private void AddAndNorm(string x, string residual, string bias, string norm, ReadOnlySpan<string> outputs) => graph.Node(
        "SkipLayerNormalization",
        OnnxGraph.Microsoft,
        [x, residual, Vector($"{norm}.weight", modelDim), Vector($"{norm}.bias", modelDim), Vector(bias, modelDim)],
        outputs,
        OnnxAttribute.Of("epsilon", epsilon));

    private static string[] Weights(ReadOnlySpan<string> layers) => [.. layers.ToArray().Select(layer => $"{layer}.weight")];

    private static string[] Biases(ReadOnlySpan<string> layers) => [.. layers.ToArray().Select(layer => $"{layer}.bias")];
}
