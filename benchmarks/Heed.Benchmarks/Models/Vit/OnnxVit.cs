using Heed.Benchmarks.Peers;
using Heed.Models;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Heed.Benchmarks.Models.Vit;

/// <summary>ONNX Runtime's Vision Transformer with its classifier.</summary>
internal sealed class OnnxVit : ModelContender
{
    private readonly OnnxCall call;

    /// <param name="fusesProducts">Whether the attention operator does the products of queries, keys and values too.</param>
    public OnnxVit(ViTConfig config, int numClasses, Images images, bool fusesProducts)
        : base(Libraries.OnnxRuntime, FormOf(fusesProducts))
    {
        call = new OnnxCall(Graph(config, numClasses, images, fusesProducts))
            .Bind("pixels", images.Pixels, [.. images.Shape])
            .BindOutput("logits", new float[images.Count * numClasses], [images.Count, numClasses]);
    }

    public static string FormOf(bool fusesProducts) => fusesProducts ? "Attention" : "MultiHeadAttention";

    public override void Run() => call.Run();

    public override float[] Output() => call.Output<float>("logits");

    public override void Dispose() => call.Dispose();

    private static OnnxGraph Graph(ViTConfig config, int numClasses, Images images, bool fusesProducts)
    {
        var graph = new OnnxGraph();
        var layers = new OnnxLayers(graph, config.ModelDim, config.NumHeads, config.LayerNormEpsilon);
        var blocks = Enumerable.Range(0, config.NumLayers).Select(i =>
        {
            var names = new VitNames(i);
            string[] projections = [names.Query, names.Key, names.Value];
            return new OnnxPreNormBlocks.Block(
                names.AttentionNorm,
                x => fusesProducts ? layers.AttentionWithProducts(x, projections) : layers.Attention(x, projections),
                names.Output,
                names.FeedForwardNorm,
                names.Expand,
                names.Contract);
        });
        var hidden = new OnnxPreNormBlocks(layers, config.ModelDim, config.HiddenDim).Apply(Embed(layers, config, images), [.. blocks], VitNames.LastNorm);
        var first = graph.Node("Gather", "", [hidden, graph.Constant([0L])], OnnxAttribute.Of("axis", 1));
        graph.Node(
            "Gemm",
            "",
            [
                first,
                graph.Constant(RandomWeights.Of($"{VitNames.Classifier}.weight", numClasses * config.ModelDim), numClasses, config.ModelDim),
                layers.Vector($"{VitNames.Classifier}.bias", numClasses),
            ],
            [graph.Output("logits", TensorElementType.Float, images.Count, numClasses)],
            OnnxAttribute.Of("transB", 1));
        return graph;
    }

    private static string Embed(OnnxLayers layers, ViTConfig config, Images images)
    {
        var (graph, patch, count, modelDim) = (layers.Graph, config.PatchSize, images.Count, config.ModelDim);
        var numPatches = config.Grid.Height * config.Grid.Width;
        var pixels = graph.Input("pixels", TensorElementType.Float, count, config.NumChannels, images.Size, images.Size);
        var filters = RandomWeights.Of($"{VitNames.Patches}.weight", modelDim * config.NumChannels * patch.Height * patch.Width);
        var convolved = graph.Node(
            "Conv",
            "",
            [pixels, graph.Constant(filters, modelDim, config.NumChannels, patch.Height, patch.Width), layers.Vector($"{VitNames.Patches}.bias", modelDim)],
            OnnxAttribute.Of("strides", [patch.Height, patch.Width]));
        var flat = graph.Node("Reshape", "", [convolved, graph.Constant([count, modelDim, numPatches], 3)]);
        var patches = graph.Node("Transpose", "", [flat], OnnxAttribute.Of("perm", [0, 2, 1]));
        var token = RandomWeights.Of(VitNames.ClassToken, modelDim);
        float[] tokens = [.. Enumerable.Range(0, count).SelectMany(_ => token)];
        var all = graph.Node("Concat", "", [graph.Constant(tokens, count, 1, modelDim), patches], OnnxAttribute.Of("axis", 1));
        var positions = RandomWeights.Of(VitNames.Positions, (numPatches + 1) * modelDim);
        return graph.Node("Add", "", [all, graph.Constant(positions, 1, numPatches + 1, modelDim)]);
    }
}
