using Heed.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Heed.Benchmarks.Models.Gpt2;

/// <summary>GPT-2 in libtorch.</summary>
internal sealed class LibtorchGpt2Decoder
{
    private readonly Gpt2Config config;
    private readonly Tensor words;
    private readonly Tensor positions;
    private readonly (Tensor, Tensor) lastNorm;
    private readonly Tensor head;

    /// <param name="config">The model's numbers.</param>
    /// <param name="weights">Where the weights are made.</param>
    /// <param name="isForSingleRows">
    /// Whether weights lie as [inputDim, outputDim], those of the head in a copy of their own: a single row is multiplied with them nearly twice as fast,
    /// but for those of fewer outputs than inputs.
    /// </param>
    public LibtorchGpt2Decoder(Gpt2Config config, LibtorchWeights weights, bool isForSingleRows)
    {
        this.config = config;
        words = weights.Make(Gpt2Names.Words, config.VocabSize, config.ModelDim);
        positions = weights.Make(Gpt2Names.Positions, config.MaxPositions, config.ModelDim);
        Blocks = [.. Enumerable.Range(0, config.NumLayers).Select(i => Block(new Gpt2Names(i), weights, isForSingleRows))];
        lastNorm = weights.Norm(Gpt2Names.LastNorm, config.ModelDim);
        head = isForSingleRows ? weights.Turned(Gpt2Names.Words, config.VocabSize, config.ModelDim).t().DetachFromDisposeScope() : words;
    }

    public IReadOnlyList<LibtorchPreNormBlock> Blocks { get; }

    /// <param name="ids">[batch, seqLen].</param>
    /// <param name="from">The place of the first of them.</param>
    /// <param name="attend">What takes the place of causal attention within the tokens; null for that.</param>
    /// <returns>[batch, seqLen, modelDim], before the last norm.</returns>
    public Tensor Forward(Tensor ids, int from = 0, Func<int, Tensor, Tensor>? attend = null)
    {
        var x = Embed(ids, from);
        for (var i = 0; i < Blocks.Count; i++)
        {
            var layer = i;
            x = Blocks[i].Forward(x, attend is null ? null : normalised => attend(layer, normalised));
        }

        return x;
    }

    /// <returns>[..., vocabSize].</returns>
    public Tensor Logits(Tensor hidden) => linear(LibtorchLayers.Norm(hidden, lastNorm, config.LayerNormEpsilon), head);

    private Tensor Embed(Tensor ids, int from)
    {
        using var scope = NewDisposeScope();
        return LibtorchLayers.AddTo(positions.narrow(0, from, ids.shape[1]), LibtorchLayers.Embed(words, ids)).MoveToOuterDisposeScope();
    }

    private LibtorchPreNormBlock Block(Gpt2Names names, LibtorchWeights weights, bool isForSingleRows)
    {
        var (modelDim, hiddenDim) = (config.ModelDim, config.HiddenDim);
        Func<string, int, int, (Tensor, Tensor)> linear = isForSingleRows ? weights.StoredLinear : weights.TurnedLinear;
        return new LibtorchPreNormBlock(
            weights.Norm(names.AttentionNorm, modelDim),
            linear(names.QueryKeyValue, modelDim, 3 * modelDim),
            linear(names.Output, modelDim, modelDim),
            weights.Norm(names.FeedForwardNorm, modelDim),
            linear(names.Expand, modelDim, hiddenDim),
            weights.TurnedLinear(names.Contract, hiddenDim, modelDim),
            config.NumHeads,
            config.LayerNormEpsilon,
            IsCausal: true,
            HasGeluByTanh: true);
    }
}
