using Heed.Figures.Drawing;
using Heed.Figures.Lesson;

namespace Heed.Figures;

/// <summary>
/// Positional encodings of any kind: the table, how alike any two positions are, sim(p, q) = PE(p) · PE(q) / (|PE(p)| |PE(q)|), and the
/// mean of that over all pairs of positions an offset apart.
/// </summary>
public static class PositionView
{
    /// <summary>Draws one table.</summary>
    /// <param name="encodings">Row-major [seqLen, modelDim].</param>
    /// <param name="seqLen">Number of positions, 1 to 192.</param>
    /// <param name="modelDim">Width of a position's vector, 1 to 192.</param>
    /// <param name="title">What the table is.</param>
    /// <param name="caption">How to read it.</param>
    /// <exception cref="ArgumentException">The numbers are not seqLen x modelDim, or one is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The table is too large for its cells to be seen.</exception>
    public static Figure Draw(ReadOnlySpan<float> encodings, int seqLen, int modelDim, string title = "Positional encodings", string caption = "")
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seqLen, (int)EncodingRow.Side);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(modelDim, (int)EncodingRow.Side);
        var sketch = new Sketch();
        EncodingRow.Draw(sketch, new Matrix(seqLen, modelDim, encodings), "", Sketch.Top - 30);
        return sketch.Finish(title, caption, EncodingRow.Right + Sketch.Margin, Sketch.Top - 30 + EncodingRow.Height + 10);
    }
}
