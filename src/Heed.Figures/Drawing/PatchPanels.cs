namespace Heed.Figures.Drawing;

/// <summary>An image by its patches: apart from one another, or each as bright as its share of the attention.</summary>
internal static class PatchPanels
{
    /// <summary>The patches with gaps between them, within the frame.</summary>
    public static void DrawApart(Sketch sketch, PixelImage image, int rows, int columns, Frame frame, double gap)
    {
        var (width, height) = ((frame.Width - ((columns - 1) * gap)) / columns, (frame.Height - ((rows - 1) * gap)) / rows);
        for (var i = 0; i < rows * columns; i++)
        {
            var (row, column) = (i / columns, i % columns);
            sketch.Add(new Picture(
                frame.X + (column * (width + gap)), frame.Y + (row * (height + gap)), width, height, Cut(image, row, column, image.Width / columns, image.Height / rows)));
        }
    }

    /// <summary>The image, each patch fading into the paper as far as its weight falls short of the largest.</summary>
    /// <param name="sketch">Where it is drawn.</param>
    /// <param name="image">The image.</param>
    /// <param name="weights">[rows, columns], zero or more.</param>
    /// <param name="columns">Patches in a row.</param>
    /// <param name="frame">The room for it.</param>
    public static void DrawFaded(Sketch sketch, PixelImage image, ReadOnlySpan<float> weights, int columns, Frame frame)
    {
        const double MostPaper = 0.86;
        var rows = weights.Length / columns;
        var largest = 0f;
        foreach (var weight in weights)
        {
            largest = Math.Max(largest, weight);
        }

        sketch.Add(new Picture(frame.X, frame.Y, frame.Width, frame.Height, image));
        for (var i = 0; i < weights.Length; i++)
        {
            var paper = MostPaper * (1 - (largest > 0 ? weights[i] / largest : 0));
            var (width, height) = (frame.Width / columns, frame.Height / rows);
            sketch.Add(new Box(frame.X + (i % columns * width), frame.Y + (i / columns * height), width, height, Theme.Paper) { Opacity = Math.Round(paper, 3) });
        }

        sketch.Outline(frame, Theme.Hairline, 1);
    }

    private static PixelImage Cut(PixelImage image, int row, int column, int width, int height)
    {
        var patch = new byte[4 * width * height];
        for (var y = 0; y < height; y++)
        {
            image.Rgba.Slice(4 * ((((row * height) + y) * image.Width) + (column * width)), 4 * width).CopyTo(patch.AsSpan(4 * y * width));
        }

        return new PixelImage(width, height, patch);
    }
}
