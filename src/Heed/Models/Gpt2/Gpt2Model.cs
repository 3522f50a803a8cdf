using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// The GPT-2 decoder (Radford et al. 2019): word and position embeddings, pre-norm blocks with causal attention, a last norm.
/// Parameter names are those of Hugging Face's GPT2Model.
/// </summary>
public sealed class Gpt2Model
{
    private readonly Gpt2Config config;
    private readonly Embedding words;
    private readonly Embedding positions;
    private readonly Gpt2Block[] blocks;
    private readonly LayerNorm finalNorm;

    public Gpt2Model(ParameterScope scope, Gpt2Config config)
    {
        this.config = config;
        words = new Embedding(scope["wte"], config.VocabSize, config.ModelDim, standardDeviation: config.InitializerRange);
        positions = new Embedding(scope["wpe"], config.MaxPositions, config.ModelDim, standardDeviation: config.InitializerRange);
        blocks = [.. Enumerable.Range(0, config.NumLayers).Select(i => new Gpt2Block(scope["h"][i], config, i))];
        finalNorm = new LayerNorm(scope["ln_f"], config.ModelDim, config.LayerNormEpsilon);
    }

    /// <summary>[vocabSize, modelDim], which the head of a language model shares.</summary>
    public Tensor WordEmbeddings => words.Weight;

    /// <summary>An empty cache for <paramref name="count"/> sequences.</summary>
    /// <param name="count">Number of sequences.</param>
    /// <param name="capacity">Tokens of a sequence for which there is room at once.</param>
    public KeyValueCache CreateCache(int count, int capacity = 0) =>
        new(config.NumLayers, count, config.NumHeads, config.ModelDim / config.NumHeads, capacity: capacity, limit: config.MaxPositions);

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
        var mark = Tape.Mark();
        var x = Op.Add(words.Forward(batch.Ids), positions.Forward(step?.Positions ?? batch.Positions));
        x = Op.Dropout(x, config.EmbeddingDropout);
        for (var i = 0; i < blocks.Length; i++)
        {
            recorder?.AddHiddenState(x.Data);
            x = blocks[i].Forward(x, batch.Sequences, mask, step?[i], recorder);
            Tape.EndAllBut(x, mark);
        }

        step?.Commit();
        x = finalNorm.Forward(x);
        recorder?.AddHiddenState(x.Data);
        return x;
    }
}
