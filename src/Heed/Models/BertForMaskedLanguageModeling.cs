using Heed.Attention;
using Heed.Autograd;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// BERT with the head that guesses hidden tokens, as Hugging Face's BertForMaskedLM: a dense layer, GELU and layer norm, then a
/// product with the word embeddings, which it shares, plus a bias.
/// </summary>
public sealed class BertForMaskedLanguageModeling : IMaskedLanguageModel
{
    private readonly BertModel bert;
    private readonly Linear transform;
    private readonly LayerNorm norm;
    private readonly Tensor bias;
    private readonly Activation activation;

    public BertForMaskedLanguageModeling(BertConfig config, ParameterSet? parameters = null)
    {
        Parameters = parameters ?? new ParameterSet();
        bert = new BertModel(Parameters.Root["bert"], config, hasPooler: false);
        var head = Parameters.Root["cls"]["predictions"];
        transform = new Linear(head["transform"]["dense"], config.ModelDim, config.ModelDim, standardDeviation: config.InitializerRange);
        norm = new LayerNorm(head["transform"]["LayerNorm"], config.ModelDim, config.LayerNormEpsilon);
        bias = head.Parameter("bias", Initializer.Zeros, config.VocabSize);
        activation = config.Activation;
    }

    public ParameterSet Parameters { get; }

    public Tensor Guess(TokenBatch batch, int[] rows, AttentionRecorder? recorder = null)
    {
        var hidden = Op.SelectRows(bert.Forward(batch, recorder), rows);
        return Op.Linear(norm.Forward(Op.Activate(transform.Forward(hidden), activation)), bert.WordEmbeddings, bias);
    }
}
