using Heed.Benchmarks.Models.Texts;
using Heed.Benchmarks.Peers;
using Heed.Models;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Heed.Benchmarks.Models.Bert;

/// <summary>ONNX Runtime's encoder over padded batches.</summary>
internal sealed class OnnxBert : ModelContender
{
    private readonly OnnxCall model;
    private readonly List<(PaddedBatch Batch, OnnxCall Call)> runs = [];
    private readonly IReadOnlyList<int[]> texts;
    private readonly int width;

    /// <param name="fusesProducts">Whether the attention operator does the products of queries, keys and values too.</param>
    public OnnxBert(BertConfig config, IReadOnlyList<int[]> texts, Batching batching, bool fusesProducts)
        : base(Libraries.OnnxRuntime, FormOf(batching, fusesProducts))
    {
        (this.texts, width) = (texts, config.ModelDim);
        var batches = batching.Batches(texts);
        var hasPads = batches.Any(batch => batch.HasPads);
        model = new OnnxCall(Graph(config, fusesProducts, hasPads));
        foreach (var batch in batches)
        {
            long[] shape = [batch.Count, batch.SeqLen];
            var call = model.Another()
                .Bind("ids", batch.Ids, shape)
                .Bind("types", new int[batch.Ids.Length], shape)
                .BindOutput("hidden", new float[batch.Ids.Length * width], [.. shape, width]);
            runs.Add((batch, hasPads ? call.Bind("lengths", batch.Lengths, [batch.Count]) : call));
        }
    }

    public static string FormOf(Batching batching, bool fusesProducts) =>
        $"{(fusesProducts ? "Attention" : "MultiHeadAttention")}, {batching.Name}";

    public override void Run()
    {
        foreach (var (_, call) in runs)
        {
            call.Run();
        }
    }

    public override float[] Output()
    {
        var offsets = PaddedBatch.Offsets(texts);
        var packed = new float[offsets[^1] * width];
        foreach (var (batch, call) in runs)
        {
            batch.Unpad(call.Output<float>("hidden"), offsets, packed, width);
        }

        return packed;
    }

    public override void Dispose()
    {
        runs.ForEach(run => run.Call.Dispose());
        model.Dispose();
    }

    private static OnnxGraph Graph(BertConfig config, bool fusesProducts, bool hasPads)
    {
        var graph = new OnnxGraph();
        var (modelDim, hiddenDim) = (config.ModelDim, config.HiddenDim);
        var layers = new OnnxLayers(graph, modelDim, config.NumHeads, config.LayerNormEpsilon);
        var ids = graph.Input("ids", TensorElementType.Int32, -1, -1);
        var types = graph.Input("types", TensorElementType.Int32, -1, -1);
        var lengths = hasPads ? graph.Input("lengths", TensorElementType.Int32, -1) : "";
        var x = Embed(layers, config, ids, types);
        for (var i = 0; i < config.NumLayers; i++)
        {
            var layer = $"bert.encoder.layer.{i}";
            string[] projections = [$"{layer}.attention.self.query", $"{layer}.attention.self.key", $"{layer}.attention.self.value"];
            var context = fusesProducts ? layers.AttentionWithProducts(x, projections, lengths) : layers.Attention(x, projections, lengths);
            var attended = layers.Product(context, $"{layer}.attention.output.dense.weight", modelDim, modelDim);
            x = layers.AddAndNorm(attended, x, $"{layer}.attention.output.dense.bias", $"{layer}.attention.output.LayerNorm");
            var expanded = layers.Product(x, $"{layer}.intermediate.dense.weight", modelDim, hiddenDim);
            expanded = layers.BiasGelu(expanded, $"{layer}.intermediate.dense.bias", hiddenDim);
            var contracted = layers.Product(expanded, $"{layer}.output.dense.weight", hiddenDim, modelDim);
            x = layers.AddAndNorm(contracted, x, $"{layer}.output.dense.bias", $"{layer}.output.LayerNorm");
        }

        graph.Node("Identity", "", [x], [graph.Output("hidden", TensorElementType.Float, -1, -1, modelDim)]);
        return graph;
    }

    private static string Embed(OnnxLayers layers, BertConfig config, string ids, string types)
    {
        const string Embeddings = "bert.embeddings";
        var (graph, modelDim) = (layers.Graph, config.ModelDim);
        var (x, unused) = (graph.NewName(), graph.NewName());
        graph.Node(
            "EmbedLayerNormalization",
            OnnxGraph.Microsoft,
            [
                ids,
                types,
                Table("word", config.VocabSize),
                Table("position", config.MaxPositions),
                Table("token_type", config.TypeVocabSize),
                layers.Vector($"{Embeddings}.LayerNorm.weight", modelDim),
                layers.Vector($"{Embeddings}.LayerNorm.bias", modelDim),
            ],
            [x, unused],
            OnnxAttribute.Of("epsilon", config.LayerNormEpsilon));
        return x;

        string Table(string kind, int rows) =>
            graph.Constant(RandomWeights.Of($"{Embeddings}.{kind}_embeddings.weight", rows * modelDim), rows, modelDim);
    }
}
