namespace Heed.Figures.Lesson;

/// <summary>How alike the vectors of positions are: sim(p, q) = PE(p) · PE(q) / (|PE(p)| |PE(q)|).</summary>
internal static class PositionSimilarity
{
    /// <summary>Of every pair of positions: [seqLen, seqLen]; a vector of zeros is like nothing.</summary>
    public static Matrix Of(Matrix encodings)
    {
        var n = encodings.Rows;
        var lengths = Enumerable.Range(0, n).Select(p => Math.Sqrt(Dot(encodings.Row(p), encodings.Row(p)))).ToArray();
        var similar = new float[n * n];
        for (var i = 0; i < similar.Length; i++)
        {
            var (p, q) = (i / n, i % n);
            similar[i] = lengths[p] * lengths[q] > 0 ? (float)(Dot(encodings.Row(p), encodings.Row(q)) / (lengths[p] * lengths[q])) : 0;
        }

        return new Matrix(n, n, similar);
    }

    /// <summary>Its mean over all pairs that lie an offset apart, for the offsets 0, 1, ...: [seqLen].</summary>
    public static double[] ByOffset(Matrix similarity) =>
        [.. Enumerable.Range(0, similarity.Rows).Select(offset => Enumerable.Range(0, similarity.Rows - offset).Average(p => similarity[p, p + offset]))];

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }
}
