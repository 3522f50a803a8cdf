using Heed.Models;
using static TorchSharp.torch;

namespace Heed.Benchmarks.Models.Bert;

/// <summary>BERT's encoder in libtorch.</summary>
internal sealed class LibtorchBertEncoder
{
    private readonly BertConfig config;
    private readonly Tensor words;
    private readonly Tensor positions;
    private readonly Tensor types;
    private readonly (Tensor, Tensor) norm;
    private readonly Layer[] layers;

    public LibtorchBertEncoder(BertConfig config, LibtorchWeights weights)
    {
        const string Embeddings = "bert.embeddings";
        this.config = config;
        words = weights.Make($"{Embeddings}.word_embeddings.weight", config.VocabSize, config.ModelDim);
        positions = weights.Make($"{Embeddings}.position_embeddings.weight", config.MaxPositions, config.ModelDim);
        types = weights.Make($"{Embeddings}.token_type_embeddings.weight", config.TypeVocabSize, config.ModelDim);
        norm = weights.Norm($"{Embeddings}.LayerNorm", config.ModelDim);
        layers = [.. Enumerable.Range(0, config.NumLayers).Select(i => Layer.Make($"bert.encoder.layer.{i}", config, weights))];
    }

    /// <param name="ids">[batch, seqLen].</param>
    /// <param name="bias">[batch, 1, 1, seqLen]: what hides the pads; null where there are none.</param>
    /// <returns>[batch, seqLen, modelDim].</returns>
    public Tensor Forward(Tensor ids, Tensor? bias)
    {
        var x = Embed(ids);
        foreach (var layer in layers)
        {
            using var scope = NewDisposeScope();
            var attended = LibtorchLayers.SelfAttention(x, layer.QueryKeyValue, layer.Output, config.NumHeads, bias);
            var middle = LibtorchLayers.Norm(LibtorchLayers.AddTo(x, attended), layer.AttentionNorm, config.LayerNormEpsilon);
            var contracted = LibtorchLayers.FeedForward(middle, layer.Expand, layer.Contract);
            var next = LibtorchLayers.Norm(LibtorchLayers.AddTo(middle, contracted), layer.FeedForwardNorm, config.LayerNormEpsilon);
            x.Dispose();
            x = next.MoveToOuterDisposeScope();
        }

        return x;
    }

    private Tensor Embed(Tensor ids)
    {
        using var scope = NewDisposeScope();
        var x = LibtorchLayers.Embed(words, ids) + types[0];
        x = LibtorchLayers.AddTo(positions.narrow(0, 0, ids.shape[1]), x);
        return LibtorchLayers.Norm(x, norm, config.LayerNormEpsilon).MoveToOuterDisposeScope();
    }

    private sealed record Layer(
        (Tensor, Tensor) QueryKeyValue,
        (Tensor, Tensor) Output,
        (Tensor, Tensor) AttentionNorm,
        (Tensor, Tensor) Expand,
        (Tensor, Tensor) Contract,
        (Tensor, Tensor) FeedForwardNorm)
    {
        public static Layer Make(string name, BertConfig config, LibtorchWeights weights)
        {
            var (modelDim, hiddenDim) = (config.ModelDim, config.HiddenDim);
            var self = $"{name}.attention.self";
            return new Layer(
                weights.Linear([$"{self}.query", $"{self}.key", $"{self}.value"], modelDim, modelDim),
                weights.Linear($"{name}.attention.output.dense", modelDim, modelDim),
                weights.Norm($"{name}.attention.output.LayerNorm", modelDim),
                weights.Linear($"{name}.intermediate.dense", modelDim, hiddenDim),
                weights.Linear($"{name}.output.dense", hiddenDim, modelDim),
                weights.Norm($"{name}.output.LayerNorm", modelDim));
        }
    }
}
