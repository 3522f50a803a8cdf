using Heed.Attention;
using Heed.Autograd;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// The Vision Transformer (Dosovitskiy et al. 2021): patches behind a class token, pre-norm encoder blocks, a last norm. Parameter
/// names are those of Hugging Face's ViTModel.
/// </summary>
public sealed class ViTModel
{
    private readonly VisionEmbeddings embeddings;
    private readonly VisionEncoder encoder;
    private readonly Linear? pooler;

    /// <param name="scope">Where the parameters are.</param>
    /// <param name="config">The model's numbers.</param>
    /// <param name="hasPooler">Whether <see cref="Pool"/> exists.</param>
    public ViTModel(ParameterScope scope, ViTConfig config, bool hasPooler = true)
    {
        string[] tokens = config.HasDistillationToken ? ["cls_token", "distillation_token"] : ["cls_token"];
        embeddings = new VisionEmbeddings(scope["embeddings"], config.Shape, tokens);
        encoder = new VisionEncoder(
            Enumerable.Range(0, config.NumLayers).Select(i => ViTBlock.Create(scope["encoder"]["layer"][i], config)),
            new LayerNorm(scope["layernorm"], config.ModelDim, config.LayerNormEpsilon),
            recordsNormalised: true);
        pooler = hasPooler
            ? new Linear(scope["pooler"]["dense"], config.ModelDim, config.PoolerDim ?? config.ModelDim, standardDeviation: config.InitializerRange)
            : null;
    }

    /// <summary>Patches of an image of <paramref name="size"/> pixels, from top to bottom and from left to right.</summary>
    public GridSize GridOf(GridSize size) => embeddings.GridOf(size);

    /// <summary>What the images become before the first block.</summary>
    /// <param name="images">[batch, channels, height, width], normalised as the model was trained.</param>
    /// <param name="resizesPositions">Whether images of another size than the model's are read, with the grid of positions resized.</param>
    /// <exception cref="ArgumentException">The images have another number of channels or another size than the model's.</exception>
    public ImageTokens Embed(Tensor images, bool resizesPositions = false) => embeddings.Embed(images, resizesPositions);

    /// <summary>The last hidden state, normalised.</summary>
    /// <param name="images">[batch, channels, height, width], normalised as the model was trained.</param>
    /// <param name="recorder">Takes attention weights and hidden states, if given; the last hidden state is the normalised one.</param>
    /// <param name="resizesPositions">Whether images of another size than the model's are read, with the grid of positions resized.</param>
    /// <returns>
    /// [batch * (1 + numPatches), modelDim]: the class token of each image, then its patches row by row; one token more where DeiT's
    /// distillation token stands behind the class token.
    /// </returns>
    /// <exception cref="ArgumentException">The images have another number of channels or another size than the model's.</exception>
    public Tensor Forward(Tensor images, AttentionRecorder? recorder = null, bool resizesPositions = false)
    {
        var mark = Tape.Mark();
        return encoder.Forward(embeddings.Forward(images, resizesPositions), images.Shape[0], mark, recorder);
    }

    /// <summary>The class token of each image.</summary>
    /// <param name="hidden">[batch * (1 + numPatches), modelDim].</param>
    /// <param name="batch">Number of images.</param>
    /// <returns>[batch, modelDim].</returns>
    public static Tensor ClassTokens(Tensor hidden, int batch) => VisionEncoder.TokenOf(hidden, batch, 0);

    /// <summary>tanh of a linear layer over the class token of each image.</summary>
    /// <param name="hidden">[batch * (1 + numPatches), modelDim].</param>
    /// <param name="batch">Number of images.</param>
    /// <returns>[batch, poolerDim].</returns>
    /// <exception cref="InvalidOperationException">The model was made without a pooler.</exception>
    public Tensor Pool(Tensor hidden, int batch) =>
        Op.Tanh((pooler ?? throw new InvalidOperationException("This model has no pooler.")).Forward(ClassTokens(hidden, batch)));
}
