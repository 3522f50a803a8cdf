namespace Heed.Kernels;

/// <summary>
/// Images [batch, channels, height, width] cut into patches that do not overlap, row by row from the top left. What is left over at the
/// right and at the bottom belongs to no patch.
/// </summary>
public readonly record struct PatchShape(int Batch, int Channels, int Height, int Width, int PatchHeight, int PatchWidth)
{
    /// <summary>Patches from top to bottom.</summary>
    public int GridHeight => Height / PatchHeight;

    /// <summary>Patches from left to right.</summary>
    public int GridWidth => Width / PatchWidth;

    /// <summary>Patches of an image.</summary>
    public int NumPatches => GridHeight * GridWidth;

    /// <summary>Values of a patch: channels * patchHeight * patchWidth.</summary>
    public int PatchLength => Channels * PatchHeight * PatchWidth;

    internal long ImagesLength => (long)Batch * Channels * Height * Width;

    internal long PatchesLength => (long)Batch * NumPatches * PatchLength;
}
