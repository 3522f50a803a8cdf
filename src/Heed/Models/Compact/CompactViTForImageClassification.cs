using Heed.Attention;
using Heed.Attention.Positions;
using Heed.Autograd;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// A Vision Transformer with the choices that decide on small data: tokens by convolutions or patches, positions learned, of sines and cosines, rotary
/// or none, registers, stochastic depth, and what is classified (Hassani et al. 2021, arXiv:2104.05704). Its blocks have ViT's names.
/// </summary>
public sealed class CompactViTForImageClassification : IImageClassifierModel
{
    private readonly CompactViTConfig config;
    private readonly CompactEmbeddings embeddings;
    private readonly VisionEncoder encoder;
    private readonly SequencePooling? pooling;
    private readonly Linear classifier;

    /// <exception cref="ArgumentException">The images leave no patch, or the positions do not go with the model's width.</exception>
    public CompactViTForImageClassification(CompactViTConfig config, int numClasses, ParameterSet? parameters = null)
    {
        this.config = config.Problem is { } problem ? throw new ArgumentException($"No such model: {problem}.", nameof(config)) : config;
        Parameters = parameters ?? new ParameterSet();
        var root = Parameters.Root;
        embeddings = new CompactEmbeddings(root["embeddings"], config);
        encoder = new VisionEncoder(
            Enumerable.Range(0, config.NumLayers).Select(i => Block(root["encoder"]["layer"][i], VisionEncoder.StochasticDepthOf(i, config.NumLayers, config.StochasticDepth))),
            new LayerNorm(root["layernorm"], config.ModelDim, config.LayerNormEpsilon),
            recordsNormalised: true);
        pooling = config.Pooling == ImagePooling.Sequence ? new SequencePooling(root["attention_pool"], config.ModelDim, config.InitializerRange) : null;
        classifier = new Linear(root["classifier"], config.ModelDim, numClasses, standardDeviation: config.InitializerRange);
    }

    public ParameterSet Parameters { get; }

    public GridSize GridOf(GridSize size) => config.GridOf(size);

    public TokenCells CellsOf(GridSize size) => config.CellsOf(size);

    public ImageTokens Embed(Tensor images, bool resizesPositions = false)
    {
        CheckSize(images, resizesPositions);
        var stem = new List<Tensor>();
        return embeddings.Embed(images, stem.Add) with { Stem = stem };
    }

    public Tensor Classify(Tensor images, AttentionRecorder? recorder = null, bool resizesPositions = false)
    {
        CheckSize(images, resizesPositions);
        var mark = Tape.Mark();
        var x = embeddings.Forward(images);
        var batch = images.Shape[0];
        var hidden = encoder.Forward(x, batch, mark, recorder, Turn(images)); // [batch * seqLen, modelDim]
        return classifier.Forward(Pool(hidden, batch, recorder));
    }

    private void CheckSize(Tensor images, bool resizesPositions)
    {
        if (images.Rank == 4 && new GridSize(images.Shape[2], images.Shape[3]) is var size && size != config.ImageSize && !resizesPositions)
        {
            throw new ArgumentException($"Images of {size} pixels; the model's are {config.ImageSize}, unless its positions are to be resized.", nameof(images));
        }
    }

    private Tensor Pool(Tensor hidden, int batch, AttentionRecorder? recorder)
    {
        if (config.Pooling == ImagePooling.ClassToken)
        {
            recorder?.RecordReadout(VisionReadout.OfTokens(hidden.Rows, batch, 1));
            return VisionEncoder.TokenOf(hidden, batch, 0);
        }

        if (pooling is null || batch == 0)
        {
            recorder?.RecordReadout(VisionReadout.OfPatches(hidden.Rows, batch, config.NumPrefixTokens));
            return VisionEncoder.MeanOfPatches(hidden, batch, config.NumPrefixTokens);
        }

        var images = hidden.Reshape(batch, hidden.Rows / batch, config.ModelDim);
        var (pooled, weights) = pooling.Pool(config.NumPrefixTokens == 0 ? images : Op.Slice(images, 1, config.NumPrefixTokens, images.Shape[1]));
        recorder?.RecordReadout(VisionReadout.OfPatches(hidden.Rows, batch, config.NumPrefixTokens, weights.Data));
        return pooled;
    }

    private Func<Tensor, Tensor>? Turn(Tensor images) => config.Positions != ImagePositions.Rotary
        ? null
        : new RotaryGrid(config.GridOf(new GridSize(images.Shape[2], images.Shape[3])), config.ModelDim / config.NumHeads, config.NumPrefixTokens).Turn;

    private TransformerBlock Block(ParameterScope scope, float stochasticDepth)
    {
        var (modelDim, std) = (config.ModelDim, config.InitializerRange);
        return new TransformerBlock(
            ViTBlock.Attention(scope["attention"], modelDim, config.NumHeads, config.HasQueryKeyValueBias, config.AttentionDropout, std),
            Around("layernorm_before"),
            new FeedForward(
                new Linear(scope["intermediate"]["dense"], modelDim, config.HiddenDim, standardDeviation: std),
                config.Activation,
                new Linear(scope["output"]["dense"], config.HiddenDim, modelDim, standardDeviation: std)),
            Around("layernorm_after"));

        Residual Around(string norm) => new(
            new LayerNorm(scope[norm], modelDim, config.LayerNormEpsilon), NormPlacement.Pre, config.HiddenDropout, stochasticDepth: stochasticDepth);
    }
}
