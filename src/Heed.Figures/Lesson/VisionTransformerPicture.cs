using Heed.Figures.Drawing;

namespace Heed.Figures.Lesson;

/// <summary>How a Vision Transformer reads an image: patches, projected to tokens, with positions and a class token, through the encoder to a class.</summary>
public static class VisionTransformerPicture
{
    private const double Side = 144;
    private const double SmallGap = 30;
    private const double WideGap = 64;

    /// <summary>Draws the numbers of one forward pass.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit one another.</exception>
    public static Figure Draw(PatchEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        encoding.Check();
        return new Drawing(encoding).Finish();
    }

    private sealed class Drawing
    {
        private readonly Sketch sketch = new();
        private readonly PatchEncoding encoding;
        private readonly PixelImage image;
        private readonly ValueScale entries;
        private readonly ValueScale positions;
        private readonly ValueScale weights;
        private readonly double cell;
        private readonly double row;
        private readonly double topY = Sketch.Top + 30;
        private readonly double bottomY;
        private readonly double patchesX = Sketch.Margin + Side + 40;
        private readonly double tokensX;
        private readonly double positionsX;
        private readonly double inputX;

        public Drawing(PatchEncoding encoding)
        {
            this.encoding = encoding;
            image = new PixelImage(encoding.Width, encoding.Height, Array.ConvertAll(encoding.Pixels.Values.ToArray(), value => (byte)Math.Round(255 * Math.Clamp(value, 0, 1))));
            entries = ValueScale.Signed([.. encoding.Projected.Values, .. encoding.ClassToken.Values, .. encoding.EncoderInput.Values]);
            positions = ValueScale.Signed(encoding.Positions.Values);
            weights = ValueScale.Weights(encoding.ClassAttention.Values);
            cell = Math.Max(1, Math.Floor(112.0 / encoding.Projected.Columns));
            row = Math.Max(2, Math.Floor(186.0 / encoding.Positions.Rows));
            tokensX = patchesX + Side + WideGap + 34;
            positionsX = tokensX + TableWidth + SmallGap;
            inputX = positionsX + TableWidth + SmallGap;
            bottomY = topY + TableHeight + 76;
        }

        private double TableWidth => encoding.Projected.Columns * cell;

        private double TableHeight => encoding.Positions.Rows * row;

        private double Right => inputX + TableWidth;

        private double MiddleY => topY + (TableHeight / 2);

        public Figure Finish()
        {
            DrawImage();
            DrawTokens();
            DrawEncoder();
            DrawAttention();
            var best = encoding.Prediction.MaxBy(label => label.Score)!;
            var n = encoding.Projected.Rows;
            var caption = $"A small Vision Transformer, trained a moment ago on made-up pictures of {string.Join(", ", encoding.Prediction.Select(label => label.Label).Order(StringComparer.Ordinal))}, and one "
                + $"that it has not seen. The image is cut into {n} patches of {encoding.PatchSide} × {encoding.PatchSide} pixels; each becomes a row of {encoding.Projected.Columns} numbers by one matrix E. A learnt class "
                + $"token goes in front, a learnt position is added to each row. From the class token’s row alone the model says: {best.Label}, {MatrixView.Probability(best.Score)}.";
            return sketch.Finish(
                "Vision Transformer: an image as a sequence of patches", caption, Right + Sketch.Margin, bottomY + Side + 64,
                "z_0 = [x_{class}; x_1 E; …; x_N E] + E_{pos},   y = softmax(W LN(z_L)_{class} + b)");
        }

        private void DrawImage()
        {
            var y = MiddleY - (Side / 2);
            Name("image", Sketch.Margin, y - 8);
            sketch.Add(new Picture(Sketch.Margin, y, Side, Side, image) { Tip = "The image that the model reads" });
            sketch.Arrow(new(Sketch.Margin + Side + 8, MiddleY), new(patchesX - 10, MiddleY));
            Name("patches x_1 … x_N", patchesX - 4, y - 12);
            PatchPanels.DrawApart(sketch, image, encoding.GridRows, encoding.GridColumns, new Frame(patchesX - 4, y - 4, Side + 8, Side + 8), 4);
        }

        private void DrawTokens()
        {
            var y = topY;
            sketch.Arrow(new(patchesX + Side + 12, MiddleY), new(tokensX - 36, MiddleY));
            sketch.Formulate(patchesX + Side + 12 + ((WideGap - 14) / 2), MiddleY - 9, "× E", Sketch.BodyText, Theme.Ink, Anchor.Middle);
            Name("tokens", tokensX, y - 8);
            float[] rows = [.. encoding.ClassToken.Values, .. encoding.Projected.Values];
            MatrixView.Draw(sketch, new Matrix(encoding.Positions.Rows, encoding.Projected.Columns, rows), tokensX, y, cell, row, entries);
            Row(tokensX, 0, "class");
            Row(tokensX, 1, "1");
            Row(tokensX, encoding.Projected.Rows, $"{encoding.Projected.Rows}");
            Sign("+", positionsX);
            Name("positions E_{pos}", positionsX, y - 8);
            MatrixView.Draw(sketch, encoding.Positions, positionsX, y, cell, row, positions);
            Sign("=", inputX);
            Name("encoder input z_0", inputX, y - 8);
            MatrixView.Draw(sketch, encoding.EncoderInput, inputX, y, cell, row, entries);
            entries.DrawBarAcross(sketch, tokensX, y + TableHeight + 10, TableWidth, "tokens and input");
            positions.DrawBarAcross(sketch, positionsX, y + TableHeight + 10, TableWidth, "positions");

            void Sign(string sign, double x) => sketch.Text(x - (SmallGap / 2), MiddleY + 5, sign, Sketch.EquationText, Theme.Ink, Anchor.Middle);

            // Rows are lower than letters: the class token’s name stands above its row, the first patch's below.
            void Row(double x, int index, string name) => sketch.Text(
                x - 6, y + ((index + 0.5) * row) + (index == 1 ? 11 : index == 0 ? 3 : 4), name, Sketch.SmallText, Theme.Muted, Anchor.End);
        }

        private void DrawEncoder()
        {
            var (width, height) = (TableWidth, 76.0);
            var y = bottomY + ((Side - height) / 2);
            var box = new Frame(inputX, y, width, height);
            sketch.Arrow(new(box.CenterX, topY + TableHeight + 6), new(box.CenterX, y - 6));
            sketch.Add(new Box(box.X, box.Y, box.Width, box.Height, Theme.Panel) { Radius = 6 });
            sketch.Outline(box, Theme.Hairline, 1);
            sketch.Text(box.CenterX, box.CenterY - 12, "encoder", Sketch.BodyText, Theme.Ink, Anchor.Middle, bold: true);
            sketch.Text(box.CenterX, box.CenterY + 6, Count(encoding.NumLayers, "layer"), Sketch.SmallText, Theme.Muted, Anchor.Middle);
            sketch.Text(box.CenterX, box.CenterY + 22, $"{Count(encoding.NumHeads, "head")} each", Sketch.SmallText, Theme.Muted, Anchor.Middle);
            var barsX = tokensX + 44;
            sketch.Arrow(new(box.X - 8, box.CenterY), new(barsX + 160, box.CenterY));
            DrawClasses(barsX, box.CenterY);

            static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
        }

        private void DrawClasses(double x, double middle)
        {
            const double Length = 84;
            var top = middle - (encoding.Prediction.Count * 12);
            Name("class token’s row → classes", x - 56, top - 10);
            foreach (var (label, score) in encoding.Prediction)
            {
                sketch.Text(x, top + 13, label, Sketch.SmallText, Theme.Ink, Anchor.End);
                sketch.Add(new Box(x + 8, top, Length, 17, Theme.Panel));
                sketch.Add(new Box(x + 8, top, Math.Max(0.5, score * Length), 17, Theme.Blue) { Tip = $"{label}: {MatrixView.Number(score)}" });
                sketch.Text(x + Length + 15, top + 13, MatrixView.Number(score), Sketch.SmallText, Theme.Ink);
                top += 24;
            }
        }

        private void DrawAttention()
        {
            var patches = encoding.ClassAttention.Values[1..];
            Name("faded where it looks little", Sketch.Margin, bottomY - 8);
            PatchPanels.DrawFaded(sketch, image, patches, encoding.GridColumns, new Frame(Sketch.Margin, bottomY, Side, Side));
            Name("what the class token looks at", patchesX, bottomY - 8);
            var (width, height) = (Side / encoding.GridColumns, Side / encoding.GridRows);
            var map = MatrixView.Draw(sketch, new Matrix(encoding.GridRows, encoding.GridColumns, patches), patchesX, bottomY, width, height, weights);
            weights.DrawBarAcross(sketch, Sketch.Margin, bottomY + Side + 10, Side, "attention weight of a patch");
            var (x, y) = (inputX + (TableWidth / 2), bottomY + Side + 22);
            sketch.Arrow(new(x, bottomY + ((Side + 76) / 2) + 4), new(x, y), new(map.CenterX, y), new(map.CenterX, map.Bottom + 5));
            sketch.Text(x - 12, y + 15, "attention of the last layer, mean of its heads", Sketch.SmallText, Theme.Muted, Anchor.End);
        }

        private void Name(string text, double x, double y) => sketch.Formulate(x, y, text, Sketch.SmallText, Theme.Muted);
    }
}
