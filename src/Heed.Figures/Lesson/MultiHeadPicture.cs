using Heed.Figures.Drawing;

namespace Heed.Figures.Lesson;

/// <summary>The structure of multi-head attention: one projection split among heads, a map for each, their outputs joined and mixed.</summary>
public static class MultiHeadPicture
{
    private const double SmallRow = 9;
    private const double WideRow = 13;
    private const double Pitch = 164;
    private const double NotesWidth = 176;

    /// <summary>Draws the numbers of one forward pass.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit one another.</exception>
    public static Figure Draw(MultiHeadFlow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        flow.Check();
        return new Drawing(flow).Finish();
    }

    private sealed class Drawing
    {
        private readonly Sketch sketch = new();
        private readonly MultiHeadFlow flow;
        private readonly ValueScale entries;
        private readonly double left;
        private readonly double mapCell;
        private readonly double column;
        private readonly double wideCell;

        private readonly double inputY = Sketch.Top + 20;
        private readonly double splitY;
        private readonly double mapY;
        private readonly double headY;
        private readonly double joinY;

        public Drawing(MultiHeadFlow flow)
        {
            this.flow = flow;
            entries = ValueScale.Signed([.. flow.Input.Values, .. flow.Queries.Values, .. flow.Keys.Values, .. flow.Values.Values, .. flow.Concatenated.Values, .. flow.Output.Values]);
            var n = flow.Tokens.Count;
            mapCell = Math.Floor(112.0 / n);
            column = Math.Floor((112.0 - 16) / 3 / flow.HeadDim);
            wideCell = Math.Floor(224.0 / Math.Max(flow.Input.Columns, flow.Queries.Columns));
            left = Math.Ceiling(Sketch.Margin + flow.Tokens.Max(token => TextMeasure.Width(token, Sketch.SmallText)) + 12);
            splitY = inputY + (n * WideRow) + 62;
            mapY = splitY + (n * SmallRow) + 66;
            headY = mapY + (n * mapCell) + 66;
            joinY = headY + (n * SmallRow) + 62;
        }

        // The heads side by side, or what is joined beside what comes out.
        private double Width => Math.Max(((flow.NumHeads - 1) * Pitch) + 112, ((flow.Concatenated.Columns + flow.Output.Columns) * wideCell) + 110);

        private double NotesX => left + Width + 40;

        private double MapSide => flow.Tokens.Count * mapCell;

        private double Middle => left + (Width / 2);

        public Figure Finish()
        {
            DrawInput();
            for (var head = 0; head < flow.NumHeads; head++)
            {
                DrawHead(head, left + (head * Pitch));
            }

            DrawJoin();
            DrawNotes();
            var bottom = joinY + (flow.Tokens.Count * WideRow);
            var caption = "One layer of a small model, trained a moment ago on letters that each stand twice; at every place it has to name the letter before, the letter after, the first "
                + "letter and where the same letter stands again. Nobody assigns these questions to heads. Under each map: the place that takes most of the head’s attention, and its mean weight.";
            return sketch.Finish(
                "Multi-head attention: several looks at once", caption, NotesX + NotesWidth + Sketch.Margin, bottom + 48,
                "MultiHead(X) = [H_1, …, H_h] W^O,   H_i = softmax(Q_i K_i^T / √d) V_i,   Q_i = X W_i^Q,   K_i = X W_i^K,   V_i = X W_i^V");
        }

        private void DrawInput()
        {
            var width = flow.Input.Columns * wideCell;
            var input = MatrixView.Draw(sketch, flow.Input, Middle - (width / 2), inputY, wideCell, WideRow, entries);
            sketch.Text(input.X, inputY - 7, "X", Sketch.BodyText, Theme.Ink, bold: true);
            MatrixView.NameRows(sketch, flow.Tokens, input.X - 8, inputY, WideRow);
            sketch.FanOut(
                new(Middle, input.Bottom + 3), input.Bottom + 20, [.. Enumerable.Range(0, flow.NumHeads).Select(head => new Point(HeadMiddle(head), splitY - 16))]);
        }

        private void DrawHead(int head, double x)
        {
            var (from, to) = (head * flow.HeadDim, (head + 1) * flow.HeadDim);
            var (paint, small) = (Theme.Series[head % Theme.Series.Count], flow.HeadDim * column);
            var start = HeadMiddle(head) - ((3 * small) + 16) / 2;
            sketch.Add(new Box(start, splitY - 9, (3 * small) + 16, 3, paint));
            foreach (var (matrix, symbol, i) in new[] { (flow.Queries, "Q", 0), (flow.Keys, "K", 1), (flow.Values, "V", 2) })
            {
                var frame = MatrixView.Draw(sketch, matrix.Slice(from, to), start + (i * (small + 8)), splitY, column, SmallRow, entries);
                sketch.Formulate(frame.CenterX, frame.Bottom + 14, $"{symbol}_{head + 1}", Sketch.SmallText, Theme.Ink, Anchor.Middle);
            }

            var middle = HeadMiddle(head);
            sketch.Arrow(new(middle, splitY + (flow.Tokens.Count * SmallRow) + 22), new(middle, mapY - 20));
            MatrixView.NameColumns(sketch, flow.Tokens, x, mapY, mapCell);
            MatrixView.NameRows(sketch, flow.Tokens, x - 6, mapY, mapCell);
            MatrixView.Draw(sketch, flow.Weights[head], x, mapY, mapCell, mapCell, ValueScale.WholeWeights);
            sketch.Text(middle, mapY + MapSide + 17, $"head {head + 1}", Sketch.BodyText, paint, Anchor.Middle, bold: true);
            sketch.Text(middle, mapY + MapSide + 32, flow.HeadNames[head], Sketch.SmallText, Theme.Ink, Anchor.Middle);
            sketch.Arrow(new(middle, mapY + MapSide + 40), new(middle, headY - 5));
            var output = MatrixView.Draw(sketch, flow.Concatenated.Slice(from, to), middle - (small / 2), headY, column, SmallRow, entries);
            sketch.Formulate(output.Right + 8, output.CenterY + 4, $"H_{head + 1}", Sketch.SmallText, Theme.Ink);
        }

        private void DrawJoin()
        {
            var n = flow.Tokens.Count;
            var joined = flow.Concatenated.Columns * wideCell;
            var (joinX, outX) = (left, left + Width - (flow.Output.Columns * wideCell));
            var target = joinX + (joined / 2);
            sketch.FanIn(
                [.. Enumerable.Range(0, flow.NumHeads).Select(head => new Point(HeadMiddle(head), headY + (n * SmallRow) + 3))], headY + (n * SmallRow) + 18, new(target, joinY - 12));
            var frame = MatrixView.Draw(sketch, flow.Concatenated, joinX, joinY, wideCell, WideRow, entries);
            MatrixView.NameRows(sketch, flow.Tokens, joinX - 8, joinY, WideRow);
            for (var head = 0; head < flow.NumHeads; head++)
            {
                var width = flow.HeadDim * wideCell;
                sketch.Add(new Box(joinX + (head * width) + 1, joinY - 7, width - 2, 3, Theme.Series[head % Theme.Series.Count]));
                sketch.Formulate(joinX + ((head + 0.5) * width), frame.Bottom + 16, $"H_{head + 1}", Sketch.SmallText, Theme.Ink, Anchor.Middle);
            }

            var output = MatrixView.Draw(sketch, flow.Output, outX, joinY, wideCell, WideRow, entries);
            sketch.Arrow(new(frame.Right + 8, frame.CenterY), new(output.X - 8, frame.CenterY));
            sketch.Formulate((frame.Right + output.X) / 2, frame.CenterY - 9, "× W^O", Sketch.BodyText, Theme.Ink, Anchor.Middle);
            sketch.Text(output.CenterX, output.Bottom + 16, "output", Sketch.SmallText, Theme.Ink, Anchor.Middle);
        }

        private void DrawNotes()
        {
            Note(inputY, "1 Input", "a row for each token");
            Note(splitY, "2 Project and split", $"{flow.Queries.Columns} columns each of queries, keys and values; head i takes its {flow.HeadDim}");
            Note(mapY, "3 Attend", "each head has a map of its own: rows ask, columns are looked at, each row sums to 1");
            ValueScale.WholeWeights.DrawBarAcross(sketch, NotesX, mapY + 74, 130, "attention weight");
            Note(headY, "4 Read", "each head’s weighted sum of its own values");
            Note(joinY, "5 Join and mix", "side by side again, then one more projection");
            entries.DrawBarAcross(sketch, NotesX, inputY + 34, 130, "entries of all other matrices");
        }

        private void Note(double y, string title, string text)
        {
            sketch.Text(NotesX, y + 10, title, Sketch.BodyText, Theme.Ink, bold: true);
            foreach (var (line, i) in TextMeasure.Wrap(text, Sketch.SmallText, NotesWidth).Select((line, i) => (line, i)))
            {
                sketch.Text(NotesX, y + 26 + (i * 14.5), line, Sketch.SmallText, Theme.Muted);
            }
        }

        private double HeadMiddle(int head) => left + (head * Pitch) + (MapSide / 2);
    }
}
