using Heed.Figures.Drawing;

namespace Heed.Figures.Vision;

/// <summary>Patches as rows of numbers: the pixels, the row that they become, the row of their place, and the token that the layers read.</summary>
internal static class TokenTable
{
    private const int MostCells = 192;
    private const double LongestStrip = 214;
    private const double RowHeight = 24;
    private const double Pitch = 30;
    private const double StripsX = 66;
    private const double Gap = 26;

    /// <summary>Draws the table from (x, y) on and returns where it ends.</summary>
    public static double Draw(Sketch sketch, EncodedImage image, IReadOnlyList<EncodedPatch> patches, double x, double y)
    {
        var cells = (image.ModelDim + BlockOf(image.ModelDim) - 1) / BlockOf(image.ModelDim);

        // Halves of pixels are whole ones on most screens.
        var stripWidth = cells * Math.Max(0.5, Math.Floor(2 * LongestStrip / cells) / 2);
        var hasPositions = image.Positions.Length > 0;
        var (patchStrips, positionStrips, tokenStrips) = (Strips(image.Patches.Span, image), Strips(image.Positions.Span, image), Strips(image.Tokens.Span, image));
        var scale = ValueScale.Signed([.. patchStrips.SelectMany(strip => strip), .. tokenStrips.SelectMany(strip => strip)]);
        var positionScale = ValueScale.Signed([.. positionStrips.SelectMany(strip => strip)]);
        var left = x + StripsX;
        var (positionX, tokenX) = (left + stripWidth + Gap, left + ((stripWidth + Gap) * (hasPositions ? 2 : 1)));
        Name(left, image.Stem.Count == 0 ? "what E makes of the patch" : "what the stem makes of its pixels");
        if (hasPositions)
        {
            Name(positionX, $"+ {image.PositionKind}");
        }

        Name(tokenX, hasPositions ? "= the token that the first layer reads" : "the token that the first layer reads");
        for (var i = 0; i < image.NumPrefixTokens; i++)
        {
            var name = i < image.PrefixNames.Count ? image.PrefixNames[i] : $"token {i + 1}";
            var top = y + (i * Pitch);
            sketch.Text(tokenX - 12, top + 16, TextMeasure.Shorten($"{name}, learnt", Sketch.SmallText, 150), Sketch.SmallText, Theme.Muted, Anchor.End);
            Strip(tokenX, top, tokenStrips[i], scale, name);
        }

        for (var i = 0; i < patches.Count; i++)
        {
            var patch = patches[i];
            var top = y + ((i + image.NumPrefixTokens) * Pitch);
            var pixels = patch.Pixels(image);
            sketch.Text(x + 16, top + 16, $"{i + 1}", Sketch.SmallText, Theme.Ink, Anchor.End);
            sketch.Add(new Picture(x + 22, top, RowHeight * pixels.Width / Math.Max(pixels.Width, pixels.Height), RowHeight * pixels.Height / Math.Max(pixels.Width, pixels.Height), pixels)
            {
                Tip = $"Row {patch.Row + 1}, column {patch.Column + 1}",
            });
            sketch.Text(left - 10, top + 16, "→", Sketch.BodyText, Theme.Muted, Anchor.Middle);
            Strip(left, top, patchStrips[patch.Index], scale, $"patch {i + 1}");
            if (hasPositions)
            {
                Strip(positionX, top, positionStrips[patch.Index], positionScale, $"position of patch {i + 1}");
                sketch.Text(positionX - (Gap / 2), top + 16, "+", Sketch.BodyText, Theme.Muted, Anchor.Middle);
            }

            Strip(tokenX, top, tokenStrips[image.NumPrefixTokens + patch.Index], scale, $"token {i + 1}");
            sketch.Text(tokenX - (Gap / 2), top + 16, hasPositions ? "=" : "→", Sketch.BodyText, Theme.Muted, Anchor.Middle);
        }

        var bottom = y + ((patches.Count + image.NumPrefixTokens) * Pitch) + 4;
        scale.DrawBarAcross(sketch, left, bottom, 120, "rows and tokens");
        if (hasPositions)
        {
            positionScale.DrawBarAcross(sketch, positionX, bottom, 120, "positions");
        }

        return bottom + 40;

        void Name(double at, string name) => sketch.Text(at, y - 10, TextMeasure.Shorten(name, Sketch.SmallText, stripWidth), Sketch.SmallText, Theme.Muted);

        void Strip(double at, double top, float[] values, ValueScale colors, string name)
        {
            MapCells.Draw(sketch, values, values.Length, at, top, stripWidth / values.Length, RowHeight, 0, colors);
            sketch.Outline(new Frame(at, top, stripWidth, RowHeight), Theme.Hairline, 1);
            sketch.Add(new Box(at, top, stripWidth, RowHeight, Theme.Paper) { Opacity = 0, Tip = $"{name}: {image.ModelDim} numbers" });
        }
    }

    private static int BlockOf(int dim) => (dim + MostCells - 1) / MostCells;

    // A row each; where there are more numbers than cells, a cell is the mean of neighbours.
    private static float[][] Strips(ReadOnlySpan<float> rows, EncodedImage image)
    {
        var dim = image.ModelDim;
        var block = BlockOf(dim);
        var strips = new float[rows.Length / dim][];
        for (var i = 0; i < strips.Length; i++)
        {
            strips[i] = [.. rows.Slice(i * dim, dim).ToArray().Chunk(block).Select(part => part.Average())];
        }

        return strips;
    }
}
