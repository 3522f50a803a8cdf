using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// The patches of each image as rows, so that a linear layer over them is the patch embedding of Dosovitskiy et al. 2021.
    /// Backward: each pixel gets the gradient of the one value that it became.
    /// </summary>
    /// <param name="images">[batch, channels, height, width].</param>
    /// <param name="patchHeight">Height of a patch; what is left over at the bottom belongs to none.</param>
    /// <param name="patchWidth">Width of a patch; what is left over at the right belongs to none.</param>
    /// <returns>[batch * numPatches, channels * patchHeight * patchWidth], the patches of an image row by row.</returns>
    /// <exception cref="ArgumentException">The images have not four axes.</exception>
    public static Tensor Patches(Tensor images, int patchHeight, int patchWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patchHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(patchWidth, 1);
        if (images.Rank != 4)
        {
            throw new ArgumentException($"Patches are cut from images [batch, channels, height, width], not from {images}.", nameof(images));
        }

        var shape = new PatchShape(images.Shape[0], images.Shape[1], images.Shape[2], images.Shape[3], patchHeight, patchWidth);
        var y = Tape.New(shape.Batch * shape.NumPatches, shape.PatchLength);
        PatchKernel.Unfold(shape, images.Data, y.Data);
        return !Tape.Records(images) ? y : Tape.Record(y, () => PatchKernel.FoldAdd(shape, y.Gradient, images.GradientToAddTo()));
    }
}
