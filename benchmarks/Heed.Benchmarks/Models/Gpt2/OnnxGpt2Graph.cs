using Heed.Benchmarks.Peers;
using Heed.Models;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Heed.Benchmarks.Models.Gpt2;

/// <summary>GPT-2 as a graph of ONNX Runtime's fused operators: from some tokens and a cache to the logits after the last of them.</summary>
internal static class OnnxGpt2Graph
{
    /// <summary>The cache of a layer's keys (2 * layer) or values (2 * layer + 1) as it comes in.</summary>
    public static string Past(int cache) => $"past{cache}";

    /// <summary>The same as it goes out.</summary>
    public static string Present(int cache) => $"present{cache}";

    /// <param name="room">How many tokens the caches hold.</param>
    public static OnnxGraph Build(Gpt2Config config, int room)
    {
        var graph = new OnnxGraph();
        var (modelDim, vocabSize) = (config.ModelDim, config.VocabSize);
        var layers = new OnnxLayers(graph, modelDim, config.NumHeads, config.LayerNormEpsilon);
        var words = RandomWeights.Of(Gpt2Names.Words, vocabSize * modelDim);
        var x = graph.Node(
            "Add",
            "",
            [
                Rows(graph.Constant(words, vocabSize, modelDim), "ids"),
                Rows(graph.Constant(RandomWeights.Of(Gpt2Names.Positions, config.MaxPositions * modelDim), config.MaxPositions, modelDim), "positions"),
            ]);
        var (lastKey, total) = (graph.Input("lastKey", TensorElementType.Int32, 1), graph.Input("total", TensorElementType.Int32, 1));
        var blocks = Enumerable.Range(0, config.NumLayers).Select(i => Block(i));
        var hidden = new OnnxPreNormBlocks(layers, modelDim, config.HiddenDim) { AreTurned = true, HasGeluByTanh = true }.Apply(x, [.. blocks], Gpt2Names.LastNorm);
        var last = graph.Node("Gather", "", [hidden, graph.Constant([-1L], 1)], OnnxAttribute.Of("axis", 1));
        graph.Node(
            "MatMul",
            "",
            [last, graph.Constant(RandomWeights.Transposed(Gpt2Names.Words, vocabSize, modelDim), modelDim, vocabSize)],
            [graph.Output("logits", TensorElementType.Float, 1, 1, vocabSize)]);
        return graph;

        string Rows(string table, string ids) => graph.Node("Gather", "", [table, graph.Input(ids, TensorElementType.Int64, 1, -1)]);

        OnnxPreNormBlocks.Block Block(int i)
        {
            var names = new Gpt2Names(i);
            return new OnnxPreNormBlocks.Block(
                names.AttentionNorm, normalised => Attend(normalised, i), names.Output, names.FeedForwardNorm, names.Expand, names.Contract);
        }

        string Attend(string normalised, int layer)
        {
            var product = layers.ProductAsStored(normalised, $"{new Gpt2Names(layer).QueryKeyValue}.weight", modelDim, 3 * modelDim);
            var queryKeyValue = graph.Node("Add", "", [product, layers.Vector($"{new Gpt2Names(layer).QueryKeyValue}.bias", 3 * modelDim)]);
            var context = graph.NewName();
            graph.Node(
                "GroupQueryAttention",
                OnnxGraph.Microsoft,
                [queryKeyValue, "", "", Cache(2 * layer, Past, graph.Input), Cache((2 * layer) + 1, Past, graph.Input), lastKey, total],
                [context, Cache(2 * layer, Present, graph.Output), Cache((2 * layer) + 1, Present, graph.Output)],
                OnnxAttribute.Of("num_heads", config.NumHeads),
                OnnxAttribute.Of("kv_num_heads", config.NumHeads));
            return context;
        }

        string Cache(int index, Func<int, string> name, Declaration declare) =>
            declare(name(index), TensorElementType.Float, 1, config.NumHeads, room, modelDim / config.NumHeads);
    }

    private delegate string Declaration(string name, TensorElementType type, params ReadOnlySpan<long> shape);
}
