namespace Heed.Kernels;

/// <summary>
/// Windows that slide over images [batch, height, width, channels], row by row from the top left, <paramref name="Stride"/> pixels apart. The images
/// have a border of <paramref name="Padding"/> pixels that belong to nobody.
/// </summary>
public readonly record struct WindowShape(
    int Batch, int Height, int Width, int Channels, int WindowHeight, int WindowWidth, int Stride, int Padding)
{
    /// <summary>Windows from top to bottom.</summary>
    public int OutHeight => Windows(Height, WindowHeight, Stride, Padding);

    /// <summary>Windows from left to right.</summary>
    public int OutWidth => Windows(Width, WindowWidth, Stride, Padding);

    /// <summary>Values of a window: channels * windowHeight * windowWidth.</summary>
    public int WindowLength => Channels * WindowHeight * WindowWidth;

    /// <summary>Windows of the whole batch.</summary>
    public int NumWindows => Batch * OutHeight * OutWidth;

    internal long ImagesLength => (long)Batch * Height * Width * Channels;

    /// <summary>How many windows fit: (size + 2 padding - window) / stride + 1, none below a size of window.</summary>
    public static int Windows(int size, int window, int stride, int padding) => size + (2 * padding) < window ? 0 : ((size + (2 * padding) - window) / stride) + 1;

    /// <summary>The first pixel of window <paramref name="index"/>; negative where it begins in the border.</summary>
    internal int First(int index) => (index * Stride) - Padding;
}
