using Heed.Figures.Drawing;

namespace Heed.Figures;

/// <summary>Attention over an image: the image, the weights of its patches as a map, and the image with the patches that get little faded.</summary>
public static class PatchOverlay
{
    private const double Side = 224;
    private const double Gap = 28;

    /// <summary>Draws the three side by side.</summary>
    /// <param name="image">The image that the model read.</param>
    /// <param name="weights">A weight for each patch, row-major [gridRows, gridColumns]: attention, a rollout, or anything that is zero or more.</param>
    /// <param name="gridRows">Patches from top to bottom.</param>
    /// <param name="gridColumns">Patches from left to right.</param>
    /// <param name="title">What the weights are.</param>
    /// <param name="caption">How to read them.</param>
    /// <param name="valueName">What a weight is, beside the colour bar.</param>
    /// <exception cref="ArgumentException">There are not gridRows x gridColumns weights, or one is negative or not finite.</exception>
    public static Figure Draw(
        PixelImage image,
        ReadOnlySpan<float> weights,
        int gridRows,
        int gridColumns,
        string title,
        string caption = "",
        string valueName = "attention weight")
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gridRows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gridColumns);
        if (weights.Length != (long)gridRows * gridColumns)
        {
            throw new ArgumentException($"A grid of {gridRows} x {gridColumns} patches needs as many weights; found {weights.Length}.", nameof(weights));
        }

        foreach (var weight in weights)
        {
            if (!(weight >= 0))
            {
                throw new ArgumentException($"The weight of a patch is {weight}; expected zero or more.", nameof(weights));
            }
        }

        var scale = ValueScale.Weights(weights);
        var shape = Side / Math.Max(image.Width, image.Height);

        // Patches of whole pixels have crisp edges.
        var (width, height) = (Whole(image.Width * shape, gridColumns), Whole(image.Height * shape, gridRows));
        var (x, y) = (Sketch.Margin, Sketch.Top + 16);
        var sketch = new Sketch();
        Name("image", 0);
        sketch.Add(new Picture(x, y, width, height, image) { Tip = title });
        sketch.Outline(new Frame(x, y, width, height), Theme.Hairline, 1);
        Name("weights of its patches", 1);
        var mapX = x + width + Gap;
        MapCells.Draw(sketch, weights, gridColumns, mapX, y, width / gridColumns, height / gridRows, 0, scale);
        sketch.Outline(new Frame(mapX, y, width, height), Theme.Hairline, 1);
        Name("what gets most of them", 2);
        PatchPanels.DrawFaded(sketch, image, weights, gridColumns, new Frame(mapX + width + Gap, y, width, height));
        var right = mapX + (2 * width) + Gap;
        scale.DrawBar(sketch, right + 20, y, Math.Max(height, 90), valueName);
        return sketch.Finish(title, caption, Math.Max(right + 110, 420), y + Math.Max(height, 90) + Sketch.Margin);

        static double Whole(double side, int parts) => Math.Max(1, Math.Round(side / parts)) * parts;

        void Name(string name, int panel) =>
            sketch.Text(x + (panel * (width + Gap)), y - 8, TextMeasure.Shorten(name, Sketch.SmallText, width), Sketch.SmallText, Theme.Muted);
    }
}
