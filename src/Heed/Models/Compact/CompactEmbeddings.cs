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
    private Sines? sines;

    public CompactEmbeddings(ParameterScope scope, CompactViTConfig config)
    {
        this.config = config;
        var (modelDim, initial) = (config.ModelDim, Initializer.Normal(config.InitializerRange));
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
    public Tensor Forward(Tensor images)
    {
        var x = convolutions?.Forward(images) ?? patches!.Forward(images); // [batch * numPatches, modelDim]
        var grid = config.GridOf(new GridSize(images.Shape[2], images.Shape[3]));
        x = PositionsOf(grid) is { } positions ? Op.AddToEach(x, positions) : x;
        return Op.Dropout(prefix is null ? x : Op.Prepend(prefix, x, images.Shape[0]), config.HiddenDropout);
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
