using Heed.Layers;

namespace Heed.Models;

/// <summary>One block of the Vision Transformer under Hugging Face's names.</summary>
internal static class ViTBlock
{
    public static TransformerBlock Create(ParameterScope scope, ViTConfig config)
    {
        var (modelDim, std) = (config.ModelDim, config.InitializerRange);
        return new TransformerBlock(
            Attention(scope["attention"], modelDim, config.NumHeads, config.HasQueryKeyValueBias, config.AttentionDropout, std),
            new LayerNorm(scope["layernorm_before"], modelDim, config.LayerNormEpsilon),
            new FeedForward(
                new Linear(scope["intermediate"]["dense"], modelDim, config.HiddenDim, standardDeviation: std),
                config.Activation,
                new Linear(scope["output"]["dense"], config.HiddenDim, modelDim, standardDeviation: std)),
            new LayerNorm(scope["layernorm_after"], modelDim, config.LayerNormEpsilon),
            NormPlacement.Pre,
            config.HiddenDropout);
    }

    /// <summary>Self-attention, named as in ViT, DeiT and DINOv2 alike.</summary>
    public static MultiHeadAttention Attention(ParameterScope scope, int modelDim, int numHeads, bool hasBias, float dropoutRate, float std) => new(
        new Linear(scope["attention"]["query"], modelDim, modelDim, hasBias, std),
        new Linear(scope["attention"]["key"], modelDim, modelDim, hasBias, std),
        new Linear(scope["attention"]["value"], modelDim, modelDim, hasBias, std),
        new Linear(scope["output"]["dense"], modelDim, modelDim, standardDeviation: std),
        numHeads,
        dropoutRate);
}
