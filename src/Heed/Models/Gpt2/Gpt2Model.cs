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

    /// <summary>The last hidden state, normalised.</summary>
    /// <param name="batch">What to read.</param>
    /// <param name="recorder">Takes attention weights and hidden states, if given; the last hidden state is the normalised one.</param>
    /// <returns>[tokens, modelDim].</returns>
    public Tensor Forward(TokenBatch batch, AttentionRecorder? recorder = null)
    {
        var mask = batch.Mask & AttentionMask.Causal;
        var x = Op.Add(words.Forward(batch.Ids), positions.Forward(batch.Positions));
        x = Op.Dropout(x, config.EmbeddingDropout);
        foreach (var block in blocks)
        {
            recorder?.AddHiddenState(x.Data);
            x = block.Forward(x, batch.Sequences, mask, recorder);
        }

        x = finalNorm.Forward(x);
        recorder?.AddHiddenState(x.Data);
        return x;
    }
}
