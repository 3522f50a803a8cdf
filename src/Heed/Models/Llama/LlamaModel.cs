using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// The Llama decoder (Touvron et al. 2023): word embeddings, pre-norm blocks with rotary positions and causal attention, a last norm.
/// Parameter names are those of Hugging Face's LlamaModel and Qwen2Model.
/// </summary>
public sealed class LlamaModel
{
    private readonly LlamaConfig config;
    private readonly Embedding words;
    private readonly LlamaBlock[] blocks;
    private readonly RmsNorm finalNorm;

    public LlamaModel(ParameterScope scope, LlamaConfig config)
    {
        this.config = config;
        words = new Embedding(scope["embed_tokens"], config.VocabSize, config.ModelDim, config.PadTokenId ?? -1, config.InitializerRange);
        blocks = [.. Enumerable.Range(0, config.NumLayers).Select(i => new LlamaBlock(scope["layers"][i], config))];
        finalNorm = new RmsNorm(scope["norm"], config.ModelDim, config.NormEpsilon);
    }

    /// <summary>[vocabSize, modelDim], which the head of a language model may share.</summary>
    public Tensor WordEmbeddings => words.Weight;

    /// <summary>An empty cache for <paramref name="count"/> sequences.</summary>
    /// <param name="count">Number of sequences.</param>
    /// <param name="capacity">Tokens of a sequence for which there is room at once.</param>
    public KeyValueCache CreateCache(int count, int capacity = 0) =>
        new(config.NumLayers, count, config.NumKeyValueHeads, config.HeadDim, capacity: capacity, limit: config.MaxPositions);

    /// <summary>The last hidden state, normalised.</summary>
    /// <param name="batch">What to read.</param>
    /// <param name="cache">What was read before, which the batch continues and is added to; null if the sequences begin here.</param>
    /// <param name="recorder">Takes attention weights and hidden states, if given; the last hidden state is the normalised one.</param>
    /// <returns>[tokens, modelDim].</returns>
    /// <exception cref="ArgumentException">A sequence is longer than the model's positions.</exception>
    public Tensor Forward(TokenBatch batch, KeyValueCache? cache = null, AttentionRecorder? recorder = null)
    {
        batch.RequireWithin(config.MaxPositions);
        var mask = batch.Mask & AttentionMask.Causal;
        var step = cache?.Begin(batch.Sequences);
        var positions = step?.Positions ?? batch.Positions;
        var x = words.Forward(batch.Ids);
        for (var i = 0; i < blocks.Length; i++)
        {
            recorder?.AddHiddenState(x.Data);
            x = blocks[i].Forward(x, positions, batch.Sequences, mask, step?[i], recorder);
        }

        step?.Commit();
        x = finalNorm.Forward(x);
        recorder?.AddHiddenState(x.Data);
        return x;
    }
}
