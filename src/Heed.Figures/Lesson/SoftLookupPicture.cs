using Heed.Figures.Drawing;

namespace Heed.Figures.Lesson;

/// <summary>What is attention: a query is held against keys, and what comes back is the mean of the values, weighted by how well each key fits.</summary>
public static class SoftLookupPicture
{
    private const double Pitch = 26;
    private const double CellHeight = 18;
    private const double BarWidth = 104;
    private const double ScoreWidth = 86;
    private const double NumberRoom = 34;

    /// <summary>Draws the numbers of one forward pass, a row for each word.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit one another.</exception>
    public static Figure Draw(SoftLookup lookup)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        lookup.Check();
        return new Drawing(lookup).Finish();
    }

    private sealed class Drawing
    {
        private readonly Sketch sketch = new();
        private readonly SoftLookup lookup;
        private readonly ValueScale scale;
        private readonly double cell;
        private readonly double keysX;
        private readonly double scoresX;
        private readonly double weightsX;
        private readonly double valuesX;
        private readonly double sharesX;
        private readonly double rowsY = Sketch.Top + 84;

        public Drawing(SoftLookup lookup)
        {
            this.lookup = lookup;
            scale = ValueScale.Signed([.. lookup.Query.Values, .. lookup.Keys.Values, .. lookup.Values.Values, .. lookup.Output.Values]);
            cell = Math.Floor(112.0 / Math.Max(lookup.Keys.Columns, lookup.Values.Columns));
            keysX = Math.Ceiling(Sketch.Margin + lookup.Words.Max(word => TextMeasure.Width(word, Sketch.BodyText, bold: true)) + 14);
            scoresX = keysX + (lookup.Keys.Columns * cell) + 38;
            weightsX = scoresX + ScoreWidth + NumberRoom + 34;
            valuesX = weightsX + BarWidth + NumberRoom + 44;
            sharesX = valuesX + (lookup.Values.Columns * cell) + 48;
        }

        private double Bottom => rowsY + (lookup.Words.Count * Pitch);

        private double Right => sharesX + (lookup.Values.Columns * cell);

        public Figure Finish()
        {
            DrawQuery();
            DrawHeads();
            for (var i = 0; i < lookup.Words.Count; i++)
            {
                DrawWord(i, rowsY + (i * Pitch));
            }

            DrawOutput();
            scale.DrawBarAcross(sketch, keysX, Bottom + 24, lookup.Keys.Columns * cell, "entries of q, k, v and o");
            var best = lookup.Prediction.MaxBy(label => label.Score)!;
            var caption = $"A small classifier, trained a moment ago, reads “{string.Join(' ', lookup.Words)}” with one learnt query. Every word has a key and a value; "
                + "the score says how well its key fits the query, softmax makes of the scores weights that sum to 1, and the output is the weighted sum of the values. "
                + $"From it the classifier says: {best.Label}, {MatrixView.Probability(best.Score)}.";
            return sketch.Finish(
                "What is attention: a soft lookup", caption, Right + Sketch.Margin, Bottom + 102,
                "o = Σ_i α_i v_i,   α_i = exp(s_i) / Σ_j exp(s_j),   s_i = q · k_i / √d");
        }

        private void DrawQuery()
        {
            var y = Sketch.Top + 4;
            sketch.Text(keysX - 10, y + 13, "query q", Sketch.BodyText, Theme.Ink, Anchor.End, bold: true);
            var frame = MatrixView.Draw(sketch, lookup.Query, keysX, y, cell, CellHeight, scale);
            sketch.Arrow(new(frame.CenterX, frame.Bottom + 4), new(frame.CenterX, rowsY - 26));
            sketch.Text(frame.CenterX + 9, frame.Bottom + 19, "compare with every key", Sketch.SmallText, Theme.Muted);
        }

        private void DrawHeads()
        {
            var y = rowsY - 10;
            Head(keysX, "keys k_i");
            Head(scoresX, "scores q · k_i / √d");
            Head(weightsX, "weights α_i");
            Head(valuesX, "values v_i");
            Head(sharesX, "α_i v_i");
            void Head(double x, string text) => sketch.Formulate(x, y, text, Sketch.BodyText, Theme.Ink, bold: true);
        }

        private void DrawWord(int i, double y)
        {
            var (score, weight, middle) = (lookup.Scores[0, i], lookup.Weights[0, i], y + 13);
            sketch.Text(keysX - 10, middle, lookup.Words[i], Sketch.BodyText, Theme.Ink, Anchor.End, bold: weight == Largest());
            MatrixView.Draw(sketch, Row(lookup.Keys, i), keysX, y, cell, CellHeight, scale);
            DrawScore(score, y);
            sketch.Add(new Box(weightsX, y, BarWidth, CellHeight, Theme.Panel));
            sketch.Add(new Box(weightsX, y, Math.Max(0.5, weight * BarWidth), CellHeight, Theme.Blue) { Tip = $"{lookup.Words[i]}: {MatrixView.Number(weight)}" });
            sketch.Text(weightsX + BarWidth + 6, middle, MatrixView.Number(weight), Sketch.SmallText, Theme.Ink, bold: weight == Largest());
            sketch.Text(valuesX - 18, middle, "×", Sketch.BodyText, Theme.Muted, Anchor.Middle);
            MatrixView.Draw(sketch, Row(lookup.Values, i), valuesX, y, cell, CellHeight, scale);
            sketch.Text(sharesX - 24, middle, "=", Sketch.BodyText, Theme.Muted, Anchor.Middle);
            float[] share = [.. lookup.Values.Row(i).ToArray().Select(value => value * weight)];
            MatrixView.Draw(sketch, new Matrix(1, share.Length, share), sharesX, y, cell, CellHeight, scale);
        }

        private void DrawScore(float score, double y)
        {
            var values = lookup.Scores.Values.ToArray();
            var (low, high) = (Math.Min(0, values.Min()), Math.Max(0, values.Max()));
            var unit = ScoreWidth / Math.Max(1e-6, high - low);
            var zero = scoresX - (low * unit);
            sketch.Add(new Box(scoresX, y, ScoreWidth, CellHeight, Theme.Panel));
            sketch.Add(new Box(Math.Min(zero, zero + (score * unit)), y, Math.Max(0.5, Math.Abs(score) * unit), CellHeight, Theme.Muted));
            sketch.Line(zero, y - 3, zero, y + CellHeight + 3, Theme.Muted);
            sketch.Text(scoresX + ScoreWidth + NumberRoom, y + 13, MatrixView.Number(score), Sketch.SmallText, Theme.Ink, Anchor.End);
        }

        private void DrawOutput()
        {
            var y = Bottom + 40;
            var width = lookup.Output.Columns * cell;
            sketch.Arrow(new(sharesX + (width / 2), Bottom), new(sharesX + (width / 2), y - 6));
            sketch.Text(sharesX + (width / 2) + 9, Bottom + 20, "sum", Sketch.SmallText, Theme.Muted);
            MatrixView.Draw(sketch, lookup.Output, sharesX, y, cell, CellHeight, scale);
            sketch.Text(sharesX + (width / 2), y + CellHeight + 16, "output o", Sketch.BodyText, Theme.Ink, Anchor.Middle, bold: true);
            sketch.Arrow(new(sharesX - 8, y + (CellHeight / 2)), new(valuesX + 70, y + (CellHeight / 2)));
            sketch.Text((sharesX - 8 + valuesX + 70) / 2, y + (CellHeight / 2) - 8, "classifier", Sketch.SmallText, Theme.Muted, Anchor.Middle);
            var top = y + (CellHeight / 2) - (lookup.Prediction.Count * 11);
            foreach (var (label, score) in lookup.Prediction)
            {
                sketch.Text(weightsX - 8, top + 13, label, Sketch.SmallText, Theme.Ink, Anchor.End);
                sketch.Add(new Box(weightsX, top, BarWidth + 60, 16, Theme.Panel));
                sketch.Add(new Box(weightsX, top, Math.Max(0.5, score * (BarWidth + 60)), 16, Theme.Blue));
                sketch.Text(weightsX + BarWidth + 66, top + 12, MatrixView.Number(score), Sketch.SmallText, Theme.Ink);
                top += 22;
            }
        }

        private float Largest() => lookup.Weights.Values.ToArray().Max();

        private static Matrix Row(Matrix matrix, int row) => new(1, matrix.Columns, matrix.Row(row));
    }
}
