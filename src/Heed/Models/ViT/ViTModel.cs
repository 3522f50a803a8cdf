using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// The Vision Transformer (Dosovitskiy et al. 2021): patches behind a class token, pre-norm encoder blocks, a last norm. Parameter
/// names are those of Hugging Face's ViTModel.
/// </summary>
public sealed class ViTModel
{
    private readonly ViTEmbeddings embeddings;
    private readonly TransformerBlock[] blocks;
    private readonly LayerNorm finalNorm;
    private readonly Linear? pooler;

    /// <param name="scope">Where the parameters are.</param>
    /// <param name="config">The model's numbers.</param>
    /// <param name="hasPooler">Whether <see cref="Pool"/> exists.</param>
    public ViTModel(ParameterScope scope, ViTConfig config, bool hasPooler = true)
    {
        embeddings = new ViTEmbeddings(scope["embeddings"], config);
        blocks = [.. Enumerable.Range(0, config.NumLayers).Select(i => Block(scope["encoder"]["layer"][i], config))];
        finalNorm = new LayerNorm(scope["layernorm"], config.ModelDim, config.LayerNormEpsilon);
        pooler = hasPooler
            ? new Linear(scope["pooler"]["dense"], config.ModelDim, config.PoolerDim ?? config.ModelDim, standardDeviation: config.InitializerRange)
            : null;
    }

    /// <summary>The last hidden state, normalised.</summary>
    /// <param name="images">[batch, channels, height, width], normalised as the model was trained.</param>
    /// <param name="recorder">Takes attention weights and hidden states, if given; the last hidden state is the normalised one.</param>
    /// <param name="resizesPositions">Whether images of another size than the model's are read, with the grid of positions resized.</param>
    /// <returns>[batch * (1 + numPatches), modelDim]: the class token of each image, then its patches row by row.</returns>
    /// <exception cref="ArgumentException">The images have another number of channels or another size than the model's.</exception>
    public Tensor Forward(Tensor images, AttentionRecorder? recorder = null, bool resizesPositions = false)
    {
        var mark = Tape.Mark();
        var x = embeddings.Forward(images, resizesPositions);
        var batch = images.Shape[0];
        var sequences = Sequences.Uniform(batch, batch == 0 ? 0 : x.Rows / batch);
        foreach (var block in blocks)
        {
            recorder?.AddHiddenState(x.Data);
            x = block.Forward(x, sequences, recorder: recorder);
            Tape.EndAllBut(x, mark);
        }

        x = finalNorm.Forward(x);
        recorder?.AddHiddenState(x.Data);
        return x;
    }

    /// <summary>The class token of each image.</summary>
    /// <param name="hidden">[batch * (1 + numPatches), modelDim].</param>
    /// <param name="batch">Number of images.</param>
    /// <returns>[batch, modelDim].</returns>
    public static Tensor ClassTokens(Tensor hidden, int batch) =>
        Op.SelectRows(hidden, [.. Enumerable.Range(0, batch).Select(i => i * (hidden.Rows / batch))]);

    /// <summary>tanh of a linear layer over the class token of each image.</summary>
    /// <param name="hidden">[batch * (1 + numPatches), modelDim].</param>
    /// <param name="batch">Number of images.</param>
    /// <returns>[batch, poolerDim].</returns>
    /// <exception cref="InvalidOperationException">The model was made without a pooler.</exception>
    public Tensor Pool(Tensor hidden, int batch) =>
        Op.Tanh((pooler ?? throw new InvalidOperationException("This model has no pooler.")).Forward(ClassTokens(hidden, batch)));

    private static TransformerBlock Block(ParameterScope scope, ViTConfig config)
    {
        var (modelDim, std, hasBias) = (config.ModelDim, config.InitializerRange, config.HasQueryKeyValueBias);
        var projections = scope["attention"]["attention"];
        return new TransformerBlock(
            new MultiHeadAttention(
                new Linear(projections["query"], modelDim, modelDim, hasBias, std),
                new Linear(projections["key"], modelDim, modelDim, hasBias, std),
                new Linear(projections["value"], modelDim, modelDim, hasBias, std),
                new Linear(scope["attention"]["output"]["dense"], modelDim, modelDim, standardDeviation: std),
                config.NumHeads,
                config.AttentionDropout),
            new LayerNorm(scope["layernorm_before"], modelDim, config.LayerNormEpsilon),
            new FeedForward(
                new Linear(scope["intermediate"]["dense"], modelDim, config.HiddenDim, standardDeviation: std),
                config.Activation,
                new Linear(scope["output"]["dense"], config.HiddenDim, modelDim, standardDeviation: std)),
            new LayerNorm(scope["layernorm_after"], modelDim, config.LayerNormEpsilon),
            NormPlacement.Pre,
            config.HiddenDropout);
    }
}
