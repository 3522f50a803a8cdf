using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// ModernBERT with the head that guesses hidden tokens, as Hugging Face's ModernBertForMaskedLM: its last product is with the word
/// embeddings, which it shares.
/// </summary>
public sealed class ModernBertForMaskedLanguageModeling : IMaskedLanguageModel
{
    private readonly ModernBertModel model;
    private readonly ModernBertHead head;
    private readonly Tensor bias;

    public ModernBertForMaskedLanguageModeling(ModernBertConfig config, ParameterSet? parameters = null)
    {
        Parameters = parameters ?? new ParameterSet();
        model = new ModernBertModel(Parameters.Root["model"], config);
        head = new ModernBertHead(Parameters.Root["head"], config);
        bias = Parameters.Root["decoder"].Parameter("bias", Initializer.Zeros, config.VocabSize);
    }

    public ParameterSet Parameters { get; }

    public Tensor Guess(TokenBatch batch, int[] rows, AttentionRecorder? recorder = null)
    {
        var hidden = Op.SelectRows(model.Forward(batch, recorder), rows);
        return Op.Linear(head.Forward(hidden), model.WordEmbeddings, bias);
    }
}
