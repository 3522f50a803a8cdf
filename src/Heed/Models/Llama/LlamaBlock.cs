using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// One block of Llama: x = x + attention(norm(x)), with rotary positions and shared key/value heads; x = x + gated(norm(x)).
/// </summary>
internal sealed class LlamaBlock
{
    private readonly LlamaConfig config;
    private readonly RmsNorm attentionNorm;
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear output;
    private readonly RmsNorm feedForwardNorm;
    private readonly GatedFeedForward feedForward;

    public LlamaBlock(ParameterScope scope, LlamaConfig config)
    {
        this.config = config;
        var (modelDim, hiddenDim, std) = (config.ModelDim, config.HiddenDim, config.InitializerRange);
        var (queryDim, keyValueDim) = (config.NumHeads * config.HeadDim, config.NumKeyValueHeads * config.HeadDim);
        var (attention, mlp) = (scope["self_attn"], scope["mlp"]);
        attentionNorm = new RmsNorm(scope["input_layernorm"], modelDim, config.NormEpsilon);
        query = new Linear(attention["q_proj"], modelDim, queryDim, config.HasQueryKeyValueBias, std);
        key = new Linear(attention["k_proj"], modelDim, keyValueDim, config.HasQueryKeyValueBias, std);
        value = new Linear(attention["v_proj"], modelDim, keyValueDim, config.HasQueryKeyValueBias, std);
        output = new Linear(attention["o_proj"], queryDim, modelDim, config.HasOutputBias, std);
        feedForwardNorm = new RmsNorm(scope["post_attention_layernorm"], modelDim, config.NormEpsilon);
        feedForward = new GatedFeedForward(
            new Linear(mlp["gate_proj"], modelDim, hiddenDim, config.HasFeedForwardBias, std),
            new Linear(mlp["up_proj"], modelDim, hiddenDim, config.HasFeedForwardBias, std),
            new Linear(mlp["down_proj"], hiddenDim, modelDim, config.HasFeedForwardBias, std),
            config.Activation);
    }

    /// <param name="x">[tokens, modelDim].</param>
    /// <param name="positions">[tokens].</param>
    /// <param name="sequences">Which rows belong together.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <param name="past">This layer's place in a cache, if there is one.</param>
    /// <param name="recorder">Takes the attention weights, if given.</param>
    /// <returns>[tokens, modelDim].</returns>
    public Tensor Forward(Tensor x, int[] positions, Sequences sequences, AttentionMask mask, KeyValueLayer? past, AttentionRecorder? recorder)
    {
        x = Op.Add(x, Attend(attentionNorm.Forward(x), positions, sequences, mask, past, recorder));
        return Op.Add(x, feedForward.Forward(feedForwardNorm.Forward(x)));
    }

    private Tensor Attend(Tensor x, int[] positions, Sequences sequences, AttentionMask mask, KeyValueLayer? past, AttentionRecorder? recorder)
    {
        var heads = new AttentionHeads
        {
            NumHeads = config.NumHeads,
            NumKeyValueHeads = config.NumKeyValueHeads,
            Queries = sequences,
            Mask = mask,
            DropoutRate = config.AttentionDropout,
        };
        var q = Turn(query.Forward(x), config.NumHeads);       // [tokens, numHeads * headDim]
        var k = Turn(key.Forward(x), config.NumKeyValueHeads); // [tokens, numKeyValueHeads * headDim]
        return output.Forward(FusedAttention.Apply(q, k, value.Forward(x), heads, recorder, past));

        Tensor Turn(Tensor rows, int numHeads) => Op.Rotary(rows, positions, numHeads, config.HeadDim, config.Theta, config.Scaling);
    }
}
