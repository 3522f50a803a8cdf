using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>One block of GPT-2: x = x + attention(ln_1(x)); x = x + c_proj(GELU(c_fc(ln_2(x)))).</summary>
internal sealed class Gpt2Block
{
    private readonly Gpt2Config config;
    private readonly LayerNorm attentionNorm;
    private readonly Linear queryKeyValue;
    private readonly Linear output;
    private readonly LayerNorm feedForwardNorm;
    private readonly FeedForward feedForward;
    private readonly AttentionScores scores;

    public Gpt2Block(ParameterScope scope, Gpt2Config config, int index)
    {
        this.config = config;
        var (modelDim, std) = (config.ModelDim, config.InitializerRange);
        // What writes into the residual stream starts smaller, the deeper the model (Radford et al. 2019, section 2.3).
        var outputStd = std / MathF.Sqrt(2 * config.NumLayers);
        attentionNorm = new LayerNorm(scope["ln_1"], modelDim, config.LayerNormEpsilon);
        queryKeyValue = Conv1D(scope["attn"]["c_attn"], modelDim, 3 * modelDim, std);
        output = Conv1D(scope["attn"]["c_proj"], modelDim, modelDim, outputStd);
        feedForwardNorm = new LayerNorm(scope["ln_2"], modelDim, config.LayerNormEpsilon);
        feedForward = new FeedForward(
            Conv1D(scope["mlp"]["c_fc"], modelDim, config.HiddenDim, std),
            config.Activation,
            Conv1D(scope["mlp"]["c_proj"], config.HiddenDim, modelDim, outputStd));
        var scale = config.ScalesByHeadDim ? 1 / MathF.Sqrt(modelDim / config.NumHeads) : 1;
        scores = new AttentionScores { Scale = scale / (config.ScalesByLayer ? index + 1 : 1) };
    }

    /// <param name="x">[tokens, modelDim].</param>
    /// <param name="sequences">Which rows belong together.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <param name="past">This layer's place in a cache, if there is one.</param>
    /// <param name="recorder">Takes the attention weights, if given.</param>
    /// <returns>[tokens, modelDim].</returns>
    public Tensor Forward(Tensor x, Sequences sequences, AttentionMask mask, KeyValueLayer? past, AttentionRecorder? recorder)
    {
        x = Op.Add(x, Op.Dropout(Attend(attentionNorm.Forward(x), sequences, mask, past, recorder), config.ResidualDropout));
        return Op.Add(x, Op.Dropout(feedForward.Forward(feedForwardNorm.Forward(x)), config.ResidualDropout));
    }

    private Tensor Attend(Tensor x, Sequences sequences, AttentionMask mask, KeyValueLayer? past, AttentionRecorder? recorder)
    {
        var heads = new AttentionHeads
        {
            NumHeads = config.NumHeads,
            Queries = sequences,
            Mask = mask,
            Scores = scores,
            DropoutRate = config.AttentionDropout,
        };
        var qkv = queryKeyValue.Forward(x); // [tokens, 3 * modelDim]: all query heads, all key heads, all value heads
        return output.Forward(FusedAttention.ApplyFused(qkv, heads, recorder, past));
    }

    private static Linear Conv1D(ParameterScope scope, int inputDim, int outputDim, float standardDeviation) =>
        new(scope, inputDim, outputDim, standardDeviation: standardDeviation, layout: WeightLayout.InputByOutput);
}
