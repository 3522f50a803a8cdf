namespace Heed.Kernels;

/// <summary>
/// Images into rows of patches and back. A linear layer over such rows is a convolution whose stride is its kernel's size: the
/// values of a patch lie channel by channel, as PyTorch stores a convolution's weight.
/// </summary>
public static unsafe class PatchKernel
{
    /// <summary>patches[(b, gy, gx), (c, y, x)] = images[b, c, gy patchHeight + y, gx patchWidth + x].</summary>
    /// <param name="images">[batch, channels, height, width].</param>
    /// <param name="patches">[batch * numPatches, channels * patchHeight * patchWidth].</param>
    public static void Unfold(in PatchShape shape, ReadOnlySpan<float> images, Span<float> patches)
    {
        Require.Length(images, shape.ImagesLength);
        Require.Length(patches, shape.PatchesLength);
        fixed (float* pImages = images, pPatches = patches)
        {
            var work = new Work { Shape = shape, Images = pImages, Patches = pPatches };
            Team.Run(ref work, shape.Batch * shape.GridHeight);
        }
    }

    /// <summary>images[b, c, gy patchHeight + y, gx patchWidth + x] += patches[(b, gy, gx), (c, y, x)]: the gradient of <see cref="Unfold"/>.</summary>
    /// <param name="patches">[batch * numPatches, channels * patchHeight * patchWidth].</param>
    /// <param name="images">[batch, channels, height, width].</param>
    public static void FoldAdd(in PatchShape shape, ReadOnlySpan<float> patches, Span<float> images)
    {
        Require.Length(images, shape.ImagesLength);
        Require.Length(patches, shape.PatchesLength);
        fixed (float* pImages = images, pPatches = patches)
        {
            var work = new Work { Shape = shape, Images = pImages, Patches = pPatches, IsBackward = true };
            Team.Run(ref work, shape.Batch * shape.GridHeight);
        }
    }

    /// <summary>An item is a row of patches of one image: a band of the image that no other item touches.</summary>
    private struct Work : IParallelWork
    {
        public PatchShape Shape;
        public float* Images;
        public float* Patches;
        public bool IsBackward;

        public readonly void Run(int item)
        {
            var (image, gridRow) = (item / Shape.GridHeight, item % Shape.GridHeight);
            var (length, width) = (Shape.PatchLength, Shape.PatchWidth);
            var patches = Patches + ((long)item * Shape.GridWidth * length);
            for (var channel = 0; channel < Shape.Channels; channel++)
            {
                for (var y = 0; y < Shape.PatchHeight; y++)
                {
                    var pixels = Images + (((((long)image * Shape.Channels) + channel) * Shape.Height) + (gridRow * Shape.PatchHeight) + y) * Shape.Width;
                    var values = patches + (((channel * Shape.PatchHeight) + y) * width);
                    for (var gridColumn = 0; gridColumn < Shape.GridWidth; gridColumn++)
                    {
                        if (IsBackward)
                        {
                            RowMath.Add(values, pixels, width);
                        }
                        else
                        {
                            new ReadOnlySpan<float>(pixels, width).CopyTo(new Span<float>(values, width));
                        }

                        pixels += width;
                        values += length;
                    }
                }
            }
        }
    }
}
