using Heed.Figures.Drawing;

namespace Heed.Figures.Lesson;

/// <summary>Self-attention as in transformers: X to queries, keys and values, to scores, to weights, to the weighted sum of the values.</summary>
public static class SelfAttentionPicture
{
    private const double Row = 22;
    private const double MapCell = 40;
    private const double Gap = 84;
    private const double ScalesHeight = 132;

    /// <summary>Draws the numbers of one forward pass of one head.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit one another.</exception>
    public static Figure Draw(SelfAttentionFlow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        flow.Check();
        return new Drawing(flow).Finish();
    }

    private sealed class Drawing
    {
        private readonly Sketch sketch = new();
        private readonly SelfAttentionFlow flow;
        private readonly ValueScale entries;
        private readonly ValueScale scores;
        private readonly double cell;
        private readonly double left;
        private readonly double inputY = Sketch.Top + 26;
        private readonly double projectedY;
        private readonly double mapsY;

        public Drawing(SelfAttentionFlow flow)
        {
            this.flow = flow;
            entries = ValueScale.Signed([.. flow.Input.Values, .. flow.Queries.Values, .. flow.Keys.Values, .. flow.Values.Values, .. flow.Output.Values]);
            scores = ValueScale.Signed(flow.Scores.Values);
            cell = Math.Floor(112.0 / Math.Max(flow.Input.Columns, Math.Max(flow.Queries.Columns, flow.Values.Columns)));
            left = Math.Ceiling(Sketch.Margin + flow.Tokens.Max(token => TextMeasure.Width(token, Sketch.SmallText)) + 10);
            projectedY = inputY + Math.Max(Height, ScalesHeight) + 74;
            mapsY = projectedY + Height + 66;
        }

        private double Height => flow.Tokens.Count * Row;

        private double MapWidth => flow.Tokens.Count * MapCell;

        private double WeightsX => left + MapWidth + Gap;

        private double OutputX => WeightsX + MapWidth + Gap;

        private double Right => OutputX + (flow.Values.Columns * cell);

        public Figure Finish()
        {
            var keysX = left + (flow.Queries.Columns * cell) + 44;
            var input = Place(flow.Input, WeightsX, inputY, "X", "a row for each token");
            var (queries, keys, values) = (
                Place(flow.Queries, left, projectedY, "Q", "queries"),
                Place(flow.Keys, keysX, projectedY, "K", "keys"),
                Place(flow.Values, OutputX, projectedY, "V", "values"));
            MatrixView.NameRows(sketch, flow.Tokens, input.X - 8, inputY, Row);
            DrawSentence(input);
            MatrixView.NameRows(sketch, flow.Tokens, left - 8, projectedY, Row);
            DrawProjections(input, queries, keys, values);
            var (scoresFrame, weightsFrame) = (Map(flow.Scores, left, scores), Map(flow.Weights, WeightsX, ValueScale.WholeWeights));
            MatrixView.NameRows(sketch, flow.Tokens, left - 8, mapsY, Row);
            DrawFlow(queries, keys, values, scoresFrame, weightsFrame);
            var output = MatrixView.Draw(sketch, flow.Output, OutputX, mapsY, cell, Row, entries);
            foreach (var frame in (Frame[])[input, queries, scoresFrame, weightsFrame, output])
            {
                MatrixView.MarkRow(sketch, frame, flow.Marked, Row);
            }

            DrawNames(scoresFrame, weightsFrame, output);
            DrawScales();
            var (token, answer) = (flow.Tokens[flow.Marked], flow.Answer);
            var caption = $"One head of a small model, trained a moment ago to say at a verb which noun does it. Follow the framed row: the query of “{token}” is held against "
                + $"the keys of all tokens, the scores become weights, and its output is the mean of the values under these weights. From it the model says: {answer.Label}, "
                + $"{MatrixView.Probability(answer.Score)}.";
            return sketch.Finish(
                "Self-attention: every token looks at every token", caption, Right + Sketch.Margin, mapsY + Height + 58, "Attention(Q, K, V) = softmax(Q K^T / √d) V,   Q = X W^Q,   K = X W^K,   V = X W^V");
        }

        private Frame Place(Matrix matrix, double x, double y, string symbol, string name)
        {
            sketch.Text(x, y - 7, symbol, Sketch.BodyText, Theme.Ink, bold: true);
            sketch.Text(x + TextMeasure.Width(symbol, Sketch.BodyText, bold: true) + 6, y - 7, name, Sketch.SmallText, Theme.Muted);
            return MatrixView.Draw(sketch, matrix, x, y, cell, Row, entries);
        }

        private void DrawSentence(Frame input)
        {
            var nameX = input.X - 8 - flow.Tokens.Max(token => TextMeasure.Width(token, Sketch.SmallText));
            var sentence = TextMeasure.Shorten($"“{string.Join(' ', flow.Tokens)}”", Sketch.BodyText, nameX - left - 40);
            sketch.Text(left, input.CenterY + 4, sentence, Sketch.BodyText, Theme.Ink);
            var start = left + TextMeasure.Width(sentence, Sketch.BodyText) + 8;
            sketch.Arrow(new(start, input.CenterY), new(nameX - 8, input.CenterY));
            sketch.Text((start + nameX - 8) / 2, input.CenterY - 8, "embedding", Sketch.SmallText, Theme.Muted, Anchor.Middle);
        }

        // Arrows arrive right of the middle, beside the names.
        private void DrawProjections(Frame input, Frame queries, Frame keys, Frame values)
        {
            Frame[] targets = [queries, keys, values];
            string[] names = ["W^Q", "W^K", "W^V"];
            sketch.FanOut(new(input.CenterX, input.Bottom + 3), projectedY - 52, [.. targets.Select(frame => new Point(EntryX(frame), projectedY - 5))]);
            for (var i = 0; i < targets.Length; i++)
            {
                sketch.Formulate(EntryX(targets[i]) + 8, projectedY - 30, $"× {names[i]}", Sketch.BodyText, Theme.Ink);
            }
        }

        private void DrawFlow(Frame queries, Frame keys, Frame values, Frame scoresFrame, Frame weightsFrame)
        {
            var railY = projectedY + Height + 20;
            sketch.FanIn([new(queries.CenterX, queries.Bottom + 3), new(keys.CenterX, keys.Bottom + 3)], railY, new(scoresFrame.CenterX, mapsY - 22));
            sketch.Formulate(scoresFrame.CenterX + 10, railY + 18, "Q K^T / √d", Sketch.BodyText, Theme.Ink);
            var middle = mapsY + (Height / 2);
            sketch.Arrow(new(scoresFrame.Right + 8, middle), new(weightsFrame.X - 8, middle));
            sketch.Text(scoresFrame.Right + (Gap / 2), middle - 10, "softmax", Sketch.BodyText, Theme.Ink, Anchor.Middle);
            sketch.Text(scoresFrame.Right + (Gap / 2), middle + 18, "of each row", Sketch.SmallText, Theme.Muted, Anchor.Middle);
            sketch.Arrow(new(weightsFrame.Right + 8, middle), new(OutputX - 8, middle));
            sketch.Text(weightsFrame.Right + (Gap / 2), middle - 10, "A × V", Sketch.BodyText, Theme.Ink, Anchor.Middle);
            sketch.Arrow(new(values.CenterX, values.Bottom + 3), new(values.CenterX, mapsY - 6));
        }

        private Frame Map(Matrix map, double x, ValueScale scale)
        {
            MatrixView.NameColumns(sketch, flow.Tokens, x, mapsY, MapCell);
            return MatrixView.Draw(sketch, map, x, mapsY, MapCell, Row, scale, hasNumbers: true);
        }

        private void DrawNames(Frame scoresFrame, Frame weightsFrame, Frame output)
        {
            var y = mapsY + Height + 19;
            Name(scoresFrame.X, "S", "scores: rows ask, columns answer");
            Name(weightsFrame.X, "A", "weights: each row sums to 1");
            Name(output.X, "O", "outputs");
            void Name(double x, string symbol, string text)
            {
                sketch.Text(x, y, symbol, Sketch.BodyText, Theme.Ink, bold: true);
                sketch.Text(x + TextMeasure.Width(symbol, Sketch.BodyText, bold: true) + 6, y, text, Sketch.SmallText, Theme.Muted);
            }
        }

        private void DrawScales()
        {
            var width = flow.Values.Columns * cell;
            entries.DrawBarAcross(sketch, OutputX, inputY - 17, width, "entries of X, Q, K, V, O");
            scores.DrawBarAcross(sketch, OutputX, inputY + 37, width, "scores");
            ValueScale.WholeWeights.DrawBarAcross(sketch, OutputX, inputY + 91, width, "weights");
        }

        private static double EntryX(Frame frame) => frame.X + (frame.Width * 0.62);
    }
}
