using Heed.Attention;
using Heed.Autograd;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>A transformer that gives each image a score a class.</summary>
public interface IImageClassifierModel
{
    ParameterSet Parameters { get; }

    /// <summary>Patches that an image of <paramref name="size"/> pixels becomes; they are the last of its tokens, row by row.</summary>
    GridSize GridOf(GridSize size);

    /// <summary>Which part of an image of <paramref name="size"/> pixels stands for each patch: cells of one size, unless a stem places its tokens otherwise.</summary>
    TokenCells CellsOf(GridSize size) => new(TokenAxis.Equal(GridOf(size).Height), TokenAxis.Equal(GridOf(size).Width));

    /// <summary>What the images become before the first block.</summary>
    /// <param name="images">[batch, channels, height, width], normalised as the model was trained.</param>
    /// <param name="resizesPositions">Whether images of another size than the model's are read, with the grid of positions resized.</param>
    /// <exception cref="ArgumentException">The images have another number of channels or another size than the model's.</exception>
    ImageTokens Embed(Tensor images, bool resizesPositions = false);

    /// <summary>Logits of each image.</summary>
    /// <param name="images">[batch, channels, height, width], normalised as the model was trained.</param>
    /// <param name="recorder">Takes the weights of every head and what is read of each token, if given.</param>
    /// <param name="resizesPositions">Whether images of another size than the model's are read, with the grid of positions resized.</param>
    /// <returns>[batch, numClasses].</returns>
    Tensor Classify(Tensor images, AttentionRecorder? recorder = null, bool resizesPositions = false);
}
