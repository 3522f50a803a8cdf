using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// Llama or Qwen2 with the head that guesses the next token, as Hugging Face's LlamaForCausalLM and Qwen2ForCausalLM: a linear layer
/// without a bias, which may share the word embeddings.
/// </summary>
public sealed class LlamaForCausalLanguageModeling : ICausalLanguageModel
{
    private readonly LlamaModel model;
    private readonly Tensor head;

    public LlamaForCausalLanguageModeling(LlamaConfig config, ParameterSet? parameters = null)
    {
        MaxPositions = config.MaxPositions;
        Parameters = parameters ?? new ParameterSet();
        model = new LlamaModel(Parameters.Root["model"], config);
        head = config.SharesEmbeddings
            ? model.WordEmbeddings
            : Parameters.Root["lm_head"].Parameter("weight", Initializer.Normal(config.InitializerRange), config.VocabSize, config.ModelDim);
    }

    public ParameterSet Parameters { get; }

    public int MaxPositions { get; }

    public KeyValueCache CreateCache(int count, int capacity = 0) => model.CreateCache(count, capacity);

    public Tensor Predict(TokenBatch batch, int[]? rows = null, KeyValueCache? cache = null, AttentionRecorder? recorder = null)
    {
        var hidden = model.Forward(batch, cache, recorder);
        return Op.Linear(rows is null ? hidden : Op.SelectRows(hidden, rows), head);
    }
}
