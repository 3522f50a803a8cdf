using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// The ModernBERT encoder (Warner et al. 2024): pre-norm blocks with rotary positions, gated GELU and, in most layers, attention
/// to the neighbours only. Parameter names are those of Hugging Face's ModernBertModel.
/// </summary>
public sealed class ModernBertModel
{
    private readonly ModernBertConfig config;
    private readonly Embedding words;
    private readonly LayerNorm norm;
    private readonly ModernBertBlock[] blocks;
    private readonly LayerNorm finalNorm;

    public ModernBertModel(ParameterScope scope, ModernBertConfig config)
    {
        this.config = config;
        words = new Embedding(scope["embeddings"]["tok_embeddings"], config.VocabSize, config.ModelDim, config.PadTokenId, config.InitializerRange);
        norm = new LayerNorm(scope["embeddings"]["norm"], config.ModelDim, config.NormEpsilon, hasBias: false);
        blocks = [.. Enumerable.Range(0, config.NumLayers).Select(i => new ModernBertBlock(scope["layers"][i], config, i))];
        finalNorm = new LayerNorm(scope["final_norm"], config.ModelDim, config.NormEpsilon, hasBias: false);
    }

    /// <summary>[vocabSize, modelDim], which a masked language model's head shares.</summary>
    public Tensor WordEmbeddings => words.Weight;

    /// <summary>The last hidden state, normalised.</summary>
    /// <param name="batch">What to read.</param>
    /// <param name="recorder">Takes attention weights and hidden states, if given.</param>
    /// <returns>[tokens, modelDim].</returns>
    public Tensor Forward(TokenBatch batch, AttentionRecorder? recorder = null)
    {
        var mark = Tape.Mark();
        var x = Op.Dropout(norm.Forward(words.Forward(batch.Ids)), config.EmbeddingDropout);
        recorder?.AddHiddenState(x.Data);
        foreach (var block in blocks)
        {
            x = block.Forward(x, batch, recorder);
            Tape.EndAllBut(x, mark);
            recorder?.AddHiddenState(x.Data);
        }

        return finalNorm.Forward(x);
    }
}
