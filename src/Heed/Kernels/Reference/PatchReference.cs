namespace Heed.Kernels.Reference;

/// <summary>Patches as their definition has them; <see cref="PatchKernel"/> is tested against it.</summary>
public static class PatchReference
{
    /// <summary>Where in the images each value of the patches [batch * numPatches, channels * patchHeight * patchWidth] comes from.</summary>
    public static int[] Sources(in PatchShape shape)
    {
        var sources = new List<int>();
        for (var image = 0; image < shape.Batch; image++)
        {
            for (var patch = 0; patch < shape.NumPatches; patch++)
            {
                var (top, left) = (patch / shape.GridWidth * shape.PatchHeight, patch % shape.GridWidth * shape.PatchWidth);
                for (var channel = 0; channel < shape.Channels; channel++)
                {
                    for (var y = top; y < top + shape.PatchHeight; y++)
                    {
                        for (var x = left; x < left + shape.PatchWidth; x++)
                        {
                            sources.Add((((((image * shape.Channels) + channel) * shape.Height) + y) * shape.Width) + x);
                        }
                    }
                }
            }
        }

        return [.. sources];
    }
}
