using Heed.Kernels;

namespace Heed.Pipelines.Images.Augmentation;

/// <summary>The rectangle of CutMix: of the picture's proportions about a place drawn at random, cut off at the picture's edge.</summary>
/// <param name="Top">First row.</param>
/// <param name="Left">First column.</param>
/// <param name="Size">Rows and columns.</param>
internal readonly record struct CutRectangle(int Top, int Left, GridSize Size)
{
    /// <param name="picture">Size of the picture.</param>
    /// <param name="share">Its share of the picture, before it is cut off.</param>
    /// <param name="random">Where chance comes from.</param>
    public static CutRectangle Draw(GridSize picture, double share, ref RandomDraws random)
    {
        var side = Math.Sqrt(share);
        var (top, bottom) = Edges(picture.Height, side, random.Below(picture.Height));
        var (left, right) = Edges(picture.Width, side, random.Below(picture.Width));
        return new(top, left, new(bottom - top, right - left));
    }

    /// <summary>Copies the rectangle of every channel.</summary>
    /// <param name="source">[channels, height, width].</param>
    /// <param name="target">[channels, height, width].</param>
    /// <param name="picture">Height and width.</param>
    public void Copy(ReadOnlySpan<float> source, Span<float> target, GridSize picture)
    {
        for (var plane = 0; plane < source.Length; plane += picture.Count)
        {
            for (var y = Top; y < Top + Size.Height; y++)
            {
                var offset = plane + (y * picture.Width) + Left;
                source.Slice(offset, Size.Width).CopyTo(target[offset..]);
            }
        }
    }

    private static (int First, int End) Edges(int length, double side, int centre)
    {
        var cut = (int)(length * side);
        return (Math.Max(0, centre - (cut / 2)), Math.Min(length, centre - (cut / 2) + cut));
    }
}
