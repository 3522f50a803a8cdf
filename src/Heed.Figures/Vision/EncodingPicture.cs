using Heed.Figures.Drawing;

namespace Heed.Figures.Vision;

/// <summary>How a picture becomes tokens and tokens an answer, from the numbers of one pass: picture, patches or the maps of a stem, rows of numbers, positions, logits.</summary>
public static class EncodingPicture
{
    private const double Side = 208;
    private const double Width = 860;

    /// <summary>Draws it from top to bottom.</summary>
    /// <param name="image">What the model has computed.</param>
    public static Figure Draw(EncodedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var sketch = new Sketch();
        var patches = EncodedPatch.Examples(image);
        var scale = Side / Math.Max(image.Seen.Width, image.Seen.Height);
        var picture = new Frame(Sketch.Margin, Sketch.Top + 18, Math.Round(image.Seen.Width * scale), Math.Round(image.Seen.Height * scale));
        sketch.Text(picture.X, picture.Y - 8, $"{image.Seen.Width} × {image.Seen.Height} pixels", Sketch.SmallText, Theme.Muted);
        sketch.Add(new Picture(picture.X, picture.Y, picture.Width, picture.Height, PictureSize.AtMost(image.Seen, (int)(2 * Side))) { Tip = "The pixels that the model reads" });
        Mark(sketch, image, patches, picture);
        sketch.Arrow(new(picture.Right + 10, picture.CenterY), new(picture.Right + 40, picture.CenterY));
        var room = new Frame(picture.Right + 52, picture.Y, Width - Sketch.Margin - picture.Right - 52, Side);
        var bottom = Math.Max(picture.Bottom, image.Stem.Count == 0 ? DrawPatches(sketch, image, room) : StemPicture.Draw(sketch, image.Stem, room));
        bottom = TokenTable.Draw(sketch, image, patches, Sketch.Margin, bottom + 44);
        bottom = LogitBars.Draw(sketch, image, Sketch.Margin, bottom + 30);
        return sketch.Finish($"{image.Name}: from picture to tokens to {image.Logits[0].Label}", Caption(image, patches), Width, bottom + 16);
    }

    private static double DrawPatches(Sketch sketch, EncodedImage image, Frame room)
    {
        var gap = image.GridColumns <= 16 ? 4 : 2;
        var scale = Math.Min(room.Width / image.Seen.Width, (Side + (gap * (image.GridRows - 1))) / image.Seen.Height);
        var frame = new Frame(room.X, room.Y, Math.Round(image.Seen.Width * scale), Math.Round(image.Seen.Height * scale));
        var (height, width) = (image.Seen.Height / image.GridRows, image.Seen.Width / image.GridColumns);
        sketch.Text(frame.X, frame.Y - 8, $"{image.GridRows} × {image.GridColumns} patches of {height} × {width} pixels", Sketch.SmallText, Theme.Muted);
        PatchPanels.DrawApart(sketch, image.Seen, image.GridRows, image.GridColumns, frame, gap);
        return frame.Bottom;
    }

    // The frames of the patches that the table below shows, with their numbers.
    private static void Mark(Sketch sketch, EncodedImage image, IReadOnlyList<EncodedPatch> patches, Frame picture)
    {
        var (x, y) = (picture.Width / image.Seen.Width, picture.Height / image.Seen.Height);
        var framed = Framed(image, patches);
        for (var i = 0; i < patches.Count; i++)
        {
            var patch = patches[i];
            var (left, top) = (picture.X + (Math.Max(patch.Left, 0) * x), picture.Y + (Math.Max(patch.Top, 0) * y));
            var (right, bottom) = (picture.X + (Math.Min(patch.Right, image.Seen.Width) * x), picture.Y + (Math.Min(patch.Bottom, image.Seen.Height) * y));
            if (image.ReceptiveField == 0 || i == framed)
            {
                sketch.Outline(new Frame(left, top, right - left, bottom - top), Theme.Orange, 1.5);
            }

            var (labelX, labelY) = image.ReceptiveField == 0
                ? (left, top)
                : (Math.Clamp(picture.X + ((patch.Left + patch.Right) / 2.0 * x) - 5.5, picture.X, picture.Right - 11), Math.Clamp(picture.Y + ((patch.Top + patch.Bottom) / 2.0 * y) - 6, picture.Y, picture.Bottom - 12));
            sketch.Add(new Box(labelX, labelY, 11, 12, Theme.Paper));
            sketch.Text(labelX + 2.5, labelY + 10, $"{i + 1}", Sketch.SmallText, Theme.Ink);
        }
    }

    // Windows of a stem overlap too much for all to be framed: the one that lies furthest within the picture is.
    private static int Framed(EncodedImage image, IReadOnlyList<EncodedPatch> patches) => Enumerable.Range(0, patches.Count).MaxBy(i => Math.Min(
        Math.Min(patches[i].Left, patches[i].Top), Math.Min(image.Seen.Width - patches[i].Right, image.Seen.Height - patches[i].Bottom)));

    private static string Caption(EncodedImage image, IReadOnlyList<EncodedPatch> patches)
    {
        var patch = image.Stem.Count == 0
            ? $"The picture is cut into {image.NumPatches} patches; each becomes a row of {image.ModelDim} numbers by one matrix E, the same for all."
            : $"The picture is not cut: {Count(image.Stem.Count, "convolution")} with ReLU and pooling make {image.NumPatches} rows of {image.ModelDim} numbers of it, and neighbouring rows know of the same pixels. "
                + $"Each row sees the {image.ReceptiveField} × {image.ReceptiveField} pixels about its place, as far as they are there (orange for number {Framed(image, patches) + 1}), so what is called a patch in the maps of this model has no sharp edge.";
        var places = image.Positions.Length > 0
            ? $"To each, a row for its place is added ({image.PositionKind}), for attention itself knows no order."
            : $"Nothing is added for their places ({image.PositionKind}).";
        var prefix = image.NumPrefixTokens > 0 ? $" In front {(image.NumPrefixTokens == 1 ? "stands 1 token that belongs" : $"stand {image.NumPrefixTokens} tokens that belong")} to no patch." : "";
        return $"{patch} {places}{prefix} Shown are {patches.Count} of {image.NumPatches} rows. {Count(image.NumLayers, "layer")} of {Count(image.NumHeads, "head")} let the tokens look at one another; "
            + $"the logits come from {image.ReadOut}, and their softmax is the probability.";
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
