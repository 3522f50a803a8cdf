using Heed.Figures.Drawing;

namespace Heed.Figures.Lesson;

/// <summary>Positional encoding: the sinusoidal table and a learned one, and what a dot product can read from each.</summary>
public static class PositionalEncodingPicture
{
    /// <summary>Draws both tables and how alike their positions are.</summary>
    /// <exception cref="ArgumentException">The tables differ in size.</exception>
    public static Figure Draw(PositionalEncodings encodings)
    {
        ArgumentNullException.ThrowIfNull(encodings);
        encodings.Check();
        var sketch = new Sketch();
        EncodingRow.Draw(sketch, encodings.Sinusoidal, "Sinusoidal", Sketch.Top);
        EncodingRow.Draw(sketch, encodings.Learned, "Learnt", Sketch.Top + EncodingRow.Height + 14);
        var caption = $"{encodings.Sinusoidal.Rows} positions of {encodings.Sinusoidal.Columns} numbers each. Above, the table that the equation gives: the dot product of two positions depends on their "
            + "offset alone, so the middle panel is made of diagonals. Below, the table of a small model that has learnt, a moment ago, to fill gaps in walks over a line of symbols, where a gap is best "
            + "guessed from its neighbours. Right: the mean over all pairs of positions that lie so far apart.";
        return sketch.Finish(
            "Positional encoding: where a token stands", caption, EncodingRow.Right + Sketch.Margin, Sketch.Top + (2 * EncodingRow.Height) + 24,
            "PE(p, 2i) = sin(p / 10000^{2i/d}),   PE(p, 2i+1) = cos(p / 10000^{2i/d}),   sim(p, q) = PE(p) · PE(q) / (|PE(p)| |PE(q)|)");
    }
}
