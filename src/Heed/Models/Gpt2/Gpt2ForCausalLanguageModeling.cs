using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// GPT-2 with the head that guesses the next token, as Hugging Face's GPT2LMHeadModel: a product with the word embeddings, which
/// it shares, without a bias.
/// </summary>
public sealed class Gpt2ForCausalLanguageModeling : ICausalLanguageModel
{
    private readonly Gpt2Config config;
    private readonly Gpt2Model model;
    private readonly Tensor head;

    public Gpt2ForCausalLanguageModeling(Gpt2Config config, ParameterSet? parameters = null)
    {
        this.config = config;
        Parameters = parameters ?? new ParameterSet();
        // The published folders hold the decoder alone, without the prefix.
        model = new Gpt2Model(Parameters.IsInCheckpoint("wte.weight") ? Parameters.Root : Parameters.Root["transformer"], config);
        head = config.SharesEmbeddings
            ? model.WordEmbeddings
            : Parameters.Root["lm_head"].Parameter("weight", Initializer.Normal(config.InitializerRange), config.VocabSize, config.ModelDim);
    }

    public ParameterSet Parameters { get; }

    public int MaxPositions => config.MaxPositions;

    public KeyValueCache CreateCache(int count, int capacity = 0) => model.CreateCache(count, capacity);

    public Tensor Predict(TokenBatch batch, int[]? rows = null, KeyValueCache? cache = null, AttentionRecorder? recorder = null)
    {
        var hidden = model.Forward(batch, cache, recorder);
        return Op.Linear(rows is null ? hidden : Op.SelectRows(hidden, rows), head);
    }
}
