using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// The BERT encoder (Devlin et al. 2018): word, position and segment embeddings, then post-norm encoder blocks. Parameter names
/// are those of Hugging Face's BertModel.
/// </summary>
public sealed class BertModel
{
    private readonly BertConfig config;
    private readonly Embedding words;
    private readonly Embedding positions;
    private readonly Embedding types;
    private readonly LayerNorm norm;
    private readonly TransformerBlock[] blocks;
    private readonly Linear? pooler;

    /// <param name="scope">Where the parameters are.</param>
    /// <param name="config">The model's numbers.</param>
    /// <param name="hasPooler">Whether <see cref="Pool"/> exists.</param>
    public BertModel(ParameterScope scope, BertConfig config, bool hasPooler = true)
    {
        this.config = config;
        var std = config.InitializerRange;
        var embeddings = scope["embeddings"];
        words = new Embedding(embeddings["word_embeddings"], config.VocabSize, config.ModelDim, config.PadTokenId, std);
        positions = new Embedding(embeddings["position_embeddings"], config.MaxPositions, config.ModelDim, -1, std);
        types = new Embedding(embeddings["token_type_embeddings"], config.TypeVocabSize, config.ModelDim, -1, std);
        norm = new LayerNorm(embeddings["LayerNorm"], config.ModelDim, config.LayerNormEpsilon);
        blocks = [.. Enumerable.Range(0, config.NumLayers).Select(i => Block(scope["encoder"]["layer"][i], config))];
        pooler = hasPooler ? new Linear(scope["pooler"]["dense"], config.ModelDim, config.ModelDim, standardDeviation: std) : null;
    }

    /// <summary>[vocabSize, modelDim], which a masked language model's head shares.</summary>
    public Tensor WordEmbeddings => words.Weight;

    /// <summary>The last hidden state.</summary>
    /// <param name="batch">What to read.</param>
    /// <param name="recorder">Takes attention weights and hidden states, if given.</param>
    /// <returns>[tokens, modelDim].</returns>
    public Tensor Forward(TokenBatch batch, AttentionRecorder? recorder = null)
    {
        var mark = Tape.Mark();
        var x = Op.Add(words.Forward(batch.Ids), types.Forward(batch.TypeIds));
        x = norm.Forward(Op.Add(x, positions.Forward(batch.Positions)));
        x = Op.Dropout(x, config.HiddenDropout);
        recorder?.AddHiddenState(x.Data);
        foreach (var block in blocks)
        {
            x = block.Forward(x, batch.Sequences, batch.Mask, recorder);
            Tape.EndAllBut(x, mark);
            recorder?.AddHiddenState(x.Data);
        }

        return x;
    }

    /// <summary>tanh of a linear layer over the first token of each sequence.</summary>
    /// <param name="hidden">[tokens, modelDim].</param>
    /// <param name="batch">Where the first tokens are.</param>
    /// <returns>[count, modelDim].</returns>
    /// <exception cref="InvalidOperationException">The model was made without a pooler.</exception>
    public Tensor Pool(Tensor hidden, TokenBatch batch) =>
        Op.Tanh((pooler ?? throw new InvalidOperationException("This model has no pooler.")).Forward(Op.SelectRows(hidden, batch.FirstTokens)));

    private static TransformerBlock Block(ParameterScope scope, BertConfig config)
    {
        var (modelDim, std) = (config.ModelDim, config.InitializerRange);
        var self = scope["attention"]["self"];
        var output = scope["attention"]["output"];
        return new TransformerBlock(
            new MultiHeadAttention(
                new Linear(self["query"], modelDim, modelDim, standardDeviation: std),
                new Linear(self["key"], modelDim, modelDim, standardDeviation: std),
                new Linear(self["value"], modelDim, modelDim, standardDeviation: std),
                new Linear(output["dense"], modelDim, modelDim, standardDeviation: std),
                config.NumHeads,
                config.AttentionDropout),
            new LayerNorm(output["LayerNorm"], modelDim, config.LayerNormEpsilon),
            new FeedForward(
                new Linear(scope["intermediate"]["dense"], modelDim, config.HiddenDim, standardDeviation: std),
                config.Activation,
                new Linear(scope["output"]["dense"], config.HiddenDim, modelDim, standardDeviation: std)),
            new LayerNorm(scope["output"]["LayerNorm"], modelDim, config.LayerNormEpsilon),
            NormPlacement.Post,
            config.HiddenDropout);
    }
}
