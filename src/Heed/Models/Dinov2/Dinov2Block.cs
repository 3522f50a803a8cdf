using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>One block of DINOv2 under Hugging Face's names: ViT's with LayerScale, stochastic depth and, in the largest model, a gated feed-forward layer.</summary>
internal static class Dinov2Block
{
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="config">The model's numbers.</param>
    /// <param name="stochasticDepth">Of this block.</param>
    public static TransformerBlock Create(ParameterScope scope, Dinov2Config config, float stochasticDepth)
    {
        var attention = ViTBlock.Attention(
            scope["attention"], config.ModelDim, config.NumHeads, config.HasQueryKeyValueBias, config.AttentionDropout, config.InitializerRange);
        return new TransformerBlock(
            attention, Around("norm1", "layer_scale1", config.HiddenDropout), FeedForward(scope["mlp"], config), Around("norm2", "layer_scale2", 0));

        Residual Around(string norm, string scale, float dropoutRate) => new(
            new LayerNorm(scope[norm], config.ModelDim, config.LayerNormEpsilon),
            NormPlacement.Pre,
            dropoutRate,
            scope[scale].Parameter("lambda1", Initializer.Constant(config.LayerScale), config.ModelDim),
            stochasticDepth);
    }

    private static IFeedForward FeedForward(ParameterScope scope, Dinov2Config config)
    {
        var (modelDim, hiddenDim, std) = (config.ModelDim, config.HiddenDim, config.InitializerRange);
        return config.IsGated
            ? new FusedGatedFeedForward(Layer("weights_in", modelDim, 2 * hiddenDim), Layer("weights_out", hiddenDim, modelDim), Activation.Silu)
            : new FeedForward(Layer("fc1", modelDim, hiddenDim), config.Activation, Layer("fc2", hiddenDim, modelDim));

        Linear Layer(string name, int inputDim, int outputDim) => new(scope[name], inputDim, outputDim, standardDeviation: std);
    }
}
