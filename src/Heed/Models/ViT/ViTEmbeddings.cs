using Heed.Attention.Positions;
using Heed.Autograd;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>What a Vision Transformer reads: a class token, then the patches of the image, plus learnt positions.</summary>
internal sealed class ViTEmbeddings
{
    private readonly ViTConfig config;
    private readonly PatchEmbedding patches;
    private readonly Tensor classToken;
    private readonly Tensor positions;

    public ViTEmbeddings(ParameterScope scope, ViTConfig config)
    {
        this.config = config;
        var initial = Initializer.Normal(config.InitializerRange);
        classToken = scope.Parameter("cls_token", initial, 1, 1, config.ModelDim);
        positions = scope.Parameter("position_embeddings", initial, 1, config.Grid.Count + 1, config.ModelDim);
        patches = new PatchEmbedding(
            scope["patch_embeddings"]["projection"], config.NumChannels, config.PatchSize.Height, config.PatchSize.Width, config.ModelDim, config.InitializerRange);
    }

    /// <param name="images">[batch, channels, height, width].</param>
    /// <param name="resizesPositions">Whether images of another size than the model's are read, with the grid of positions resized.</param>
    /// <returns>[batch * (1 + numPatches), modelDim].</returns>
    public Tensor Forward(Tensor images, bool resizesPositions)
    {
        var x = patches.Forward(images);
        var size = new GridSize(images.Shape[2], images.Shape[3]);
        if (size != config.ImageSize && !resizesPositions)
        {
            throw new ArgumentException($"Images of {size} pixels; the model's are {config.ImageSize}, unless its positions are to be resized.", nameof(images));
        }

        x = Op.Prepend(classToken.Reshape(1, config.ModelDim), x, images.Shape[0]);
        return Op.Dropout(Op.AddToEach(x, Positions(size)), config.HiddenDropout);
    }

    /// <summary>The positions of an image's patches behind the class token's: [1 + numPatches, modelDim].</summary>
    private Tensor Positions(GridSize image)
    {
        var rows = positions.Reshape(config.Grid.Count + 1, config.ModelDim);
        var grid = new GridSize(image.Height / config.PatchSize.Height, image.Width / config.PatchSize.Width);
        return grid == config.Grid ? rows : PositionGrid.Resize(rows, config.Grid, grid);
    }
}
