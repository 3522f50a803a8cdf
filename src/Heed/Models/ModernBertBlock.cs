using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// One block: x = x + attention(norm(x)); x = x + Wo(GELU(a) * b) with [a, b] = Wi norm(x). The first block's attention has no norm,
/// as its input is normalised already.
/// </summary>
internal sealed class ModernBertBlock
{
    private readonly ModernBertConfig config;
    private readonly LayerNorm? attentionNorm;
    private readonly Linear queryKeyValue;
    private readonly Linear output;
    private readonly LayerNorm feedForwardNorm;
    private readonly Linear expand;
    private readonly Linear contract;
    private readonly bool isGlobal;

    public ModernBertBlock(ParameterScope scope, ModernBertConfig config, int index)
    {
        this.config = config;
        isGlobal = index % config.GlobalAttentionEvery == 0;
        var (modelDim, std) = (config.ModelDim, config.InitializerRange);
        // As Hugging Face does it: what writes into the residual stream starts smaller, the deeper the model.
        var outputStd = std / MathF.Sqrt(2 * config.NumLayers);
        attentionNorm = index == 0 ? null : new LayerNorm(scope["attn_norm"], modelDim, config.NormEpsilon, hasBias: false);
        queryKeyValue = new Linear(scope["attn"]["Wqkv"], modelDim, 3 * modelDim, hasBias: false, std);
        output = new Linear(scope["attn"]["Wo"], modelDim, modelDim, hasBias: false, outputStd);
        feedForwardNorm = new LayerNorm(scope["mlp_norm"], modelDim, config.NormEpsilon, hasBias: false);
        expand = new Linear(scope["mlp"]["Wi"], modelDim, 2 * config.HiddenDim, hasBias: false, std);
        contract = new Linear(scope["mlp"]["Wo"], config.HiddenDim, modelDim, hasBias: false, outputStd);
    }

    public Tensor Forward(Tensor x, TokenBatch batch, AttentionRecorder? recorder)
    {
        x = Op.Add(x, Op.Dropout(Attend(attentionNorm?.Forward(x) ?? x, batch, recorder), config.AttentionDropout));
        var hidden = Op.GeGlu(expand.Forward(feedForwardNorm.Forward(x)));
        return Op.Add(x, contract.Forward(Op.Dropout(hidden, config.FeedForwardDropout)));
    }

    private Tensor Attend(Tensor x, TokenBatch batch, AttentionRecorder? recorder)
    {
        var headDim = config.ModelDim / config.NumHeads;
        var qkv = queryKeyValue.Forward(x); // [tokens, 3 * modelDim]: all query heads, all key heads, all value heads
        var turned = Op.Rotary(qkv, batch.Positions, 2 * config.NumHeads, headDim, isGlobal ? config.GlobalTheta : config.LocalTheta);
        var heads = new AttentionHeads
        {
            NumHeads = config.NumHeads,
            Queries = batch.Sequences,
            Mask = isGlobal ? batch.Mask : batch.Mask & AttentionMask.SlidingWindow(config.LocalAttention / 2, config.LocalAttention / 2),
            DropoutRate = config.AttentionDropout,
        };
        return output.Forward(FusedAttention.ApplyFused(turned, heads, recorder));
    }
}
