using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>A transformer that gives each image a score a class.</summary>
public interface IImageClassifierModel
{
    ParameterSet Parameters { get; }

    /// <summary>Logits of each image.</summary>
    /// <param name="images">[batch, channels, height, width], normalised as the model was trained.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <param name="resizesPositions">Whether images of another size than the model's are read, with the grid of positions resized.</param>
    /// <returns>[batch, numClasses].</returns>
    Tensor Classify(Tensor images, AttentionRecorder? recorder = null, bool resizesPositions = false);
}
