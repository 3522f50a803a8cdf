using Heed.Attention;
using Heed.Autograd;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// DINOv2 (Oquab et al. 2023), with registers where its numbers have them (Darcet et al. 2024). Parameter names are those of Hugging Face's
/// Dinov2Model and Dinov2WithRegistersModel.
/// </summary>
public sealed class Dinov2Model
{
    private readonly VisionEmbeddings embeddings;
    private readonly VisionEncoder encoder;

    /// <param name="scope">Where the parameters are.</param>
    /// <param name="config">The model's numbers.</param>
    public Dinov2Model(ParameterScope scope, Dinov2Config config)
    {
        NumPrefixTokens = 1 + (config.NumRegisters ?? 0);
        embeddings = new VisionEmbeddings(scope["embeddings"], config.Shape, "cls_token");
        if (config.HasMaskToken)
        {
            // Nothing here reads it; a model that transformers is to open has it.
            scope["embeddings"].Parameter("mask_token", Initializer.Zeros, 1, config.ModelDim);
        }

        encoder = new VisionEncoder(
            Enumerable.Range(0, config.NumLayers).Select(i => Dinov2Block.Create(
                scope["encoder"]["layer"][i], config, VisionEncoder.StochasticDepthOf(i, config.NumLayers, config.StochasticDepth))),
            new LayerNorm(scope["layernorm"], config.ModelDim, config.LayerNormEpsilon),
            recordsNormalised: false);
    }

    /// <summary>Tokens of an image before its patches: the class token and the registers.</summary>
    public int NumPrefixTokens { get; }

    /// <summary>Patches of an image of <paramref name="size"/> pixels, from top to bottom and from left to right.</summary>
    public GridSize GridOf(GridSize size) => embeddings.GridOf(size);

    /// <summary>What the images become before the first block.</summary>
    /// <param name="images">[batch, channels, height, width], normalised as the model was trained.</param>
    /// <param name="resizesPositions">Whether images of another size than the model's are read, with the grid of positions resized.</param>
    /// <exception cref="ArgumentException">The images have another number of channels or another size than the model's.</exception>
    public ImageTokens Embed(Tensor images, bool resizesPositions = false) => embeddings.Embed(images, resizesPositions);

    /// <summary>The last hidden state, normalised; its class token is what Hugging Face calls the pooled output.</summary>
    /// <param name="images">[batch, channels, height, width], normalised as the model was trained.</param>
    /// <param name="recorder">Takes attention weights and hidden states, if given; the last hidden state is the one before the norm.</param>
    /// <param name="resizesPositions">Whether images of another size than the model's are read, with the grid of positions resized.</param>
    /// <returns>[batch * (1 + numRegisters + numPatches), modelDim]: of each image the class token, the registers, then the patches row by row.</returns>
    /// <exception cref="ArgumentException">The images have another number of channels or another size than the model's.</exception>
    public Tensor Forward(Tensor images, AttentionRecorder? recorder = null, bool resizesPositions = false)
    {
        var mark = Tape.Mark();
        return encoder.Forward(embeddings.Forward(images, resizesPositions), images.Shape[0], mark, recorder);
    }
}
