using Heed.Autograd;

namespace Heed.Layers;

/// <summary>
/// A linear layer over the patches of an image (Dosovitskiy et al. 2021, equation 1), stored as the convolution that it is:
/// <c>weight</c> [modelDim, channels, patchHeight, patchWidth] and <c>bias</c> [modelDim].
/// </summary>
public sealed class PatchEmbedding
{
    private readonly Tensor weight;
    private readonly Tensor bias;

    public PatchEmbedding(ParameterScope scope, int channels, int patchHeight, int patchWidth, int modelDim, float standardDeviation = 0.02f)
    {
        weight = scope.Parameter("weight", Initializer.Normal(standardDeviation), modelDim, channels, patchHeight, patchWidth);
        bias = scope.Parameter("bias", Initializer.Zeros, modelDim);
    }

    /// <param name="images">[batch, channels, height, width].</param>
    /// <returns>[batch * numPatches, modelDim], the patches of an image row by row.</returns>
    /// <exception cref="ArgumentException">The images have another number of channels.</exception>
    public Tensor Forward(Tensor images)
    {
        var shape = weight.Shape;
        if (images.Rank != 4 || images.Shape[1] != shape[1])
        {
            throw new ArgumentException($"The patch embedding expects images [batch, {shape[1]}, height, width], not {images}.", nameof(images));
        }

        var patches = Op.Patches(images, shape[2], shape[3]);
        return Op.Linear(patches, weight.Reshape(shape[0], patches.Columns), bias);
    }
}
