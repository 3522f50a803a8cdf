using Heed.Attention.Positions;
using Heed.Autograd;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>What a <see cref="CompactViTForImageClassification"/> reads: a class token and registers where it has them, then patches with their positions.</summary>
internal sealed class CompactEmbeddings
{
    private readonly CompactViTConfig config;
    private readonly PatchEmbedding? patches;
    private readonly ConvolutionStem? convolutions;
    private readonly Tensor? prefix;
    private readonly Tensor? learned;
    private readonly string[] prefixNames;
    private Sines? sines;

    public CompactEmbeddings(ParameterScope scope, CompactViTConfig config)
    {
        this.config = config;
        var (modelDim, initial) = (config.ModelDim, Initializer.Normal(config.InitializerRange));
        prefixNames =
        [
            .. Enumerable.Repeat("class token", config.NumPrefixTokens - config.NumRegisters),
            .. Enumerable.Range(1, config.NumRegisters).Select(i => $"register {i}"),
        ];
        prefix = config.NumPrefixTokens == 0 ? null : scope.Parameter("prefix_tokens", initial, config.NumPrefixTokens, modelDim);
        learned = config.Positions == ImagePositions.Learned ? scope.Parameter("position_embeddings", initial, config.Grid.Count, modelDim) : null;
        if (config.NumConvolutions == 0)
        {
            patches = new PatchEmbedding(
                scope["patch_embeddings"]["projection"], config.NumChannels, config.PatchSize.Height, config.PatchSize.Width, modelDim, config.InitializerRange);
        }
        else
        {
            int[] channels = [.. Enumerable.Repeat(config.StemChannels, config.NumConvolutions - 1), modelDim];
            convolutions = new ConvolutionStem(scope["convolutions"], config.NumChannels, channels, config.ConvolutionSize);
        }
    }

    /// <param name="images">[batch, channels, height, width].</param>
    /// <returns>[batch * (numPrefixTokens + numPatches), modelDim].</returns>
    public Tensor Forward(Tensor images) => Op.Dropout(Embed(images).Tokens, config.HiddenDropout);

    /// <summary>The same before dropout, with what it is made of.</summary>
    /// <param name="images">[batch, channels, height, width].</param>
    /// <param name="stage">Told what each convolution of the stem gives.</param>
    public ImageTokens Embed(Tensor images, Action<Tensor>? stage = null)
    {
        var x = convolutions?.Forward(images, stage) ?? patches!.Forward(images); // [batch * numPatches, modelDim]
        var positions = PositionsOf(config.GridOf(new GridSize(images.Shape[2], images.Shape[3])));
        var placed = positions is null ? x : Op.AddToEach(x, positions);
        return new ImageTokens(x, positions, prefix is null ? placed : Op.Prepend(prefix, placed, images.Shape[0]), prefixNames)
        {
            PositionKind = config.Positions,
            ReceptiveField = convolutions is null ? 0 : ConvolutionStem.ReceptiveFieldOf(config.NumConvolutions, config.ConvolutionSize),
        };
    }

    private Tensor? PositionsOf(GridSize grid)
    {
        if (config.Positions == ImagePositions.SineCosine)
        {
            // One reference, so that whoever predicts on another thread sees all of it or nothing.
            var made = sines;
            if (made is null || made.Grid != grid)
            {
                sines = made = new Sines(grid, SineCosineGrid.Create(grid, config.ModelDim));
            }

            return made.Rows;
        }

        return learned is null || grid == config.Grid ? learned : Op.ResizeGrid(learned, config.Grid, grid);
    }

    private sealed record Sines(GridSize Grid, Tensor Rows);
}
