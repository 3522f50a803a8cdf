namespace Heed.Figures.Drawing;

/// <summary>Labels in a column, each as near as may be to where it belongs, none over another.</summary>
internal static class LabelSpread
{
    /// <summary>
    /// The places nearest to <paramref name="wanted"/>, in the sense of least squares, that keep their order, stand
    /// <paramref name="pitch"/> or more apart and lie in [min, max]: less i times the pitch, the i-th in order must not fall, which is an
    /// isotonic regression, solved by pooling neighbours that would fall.
    /// </summary>
    /// <returns>A place for each, in the order of <paramref name="wanted"/>.</returns>
    public static double[] Place(IReadOnlyList<double> wanted, double pitch, double min, double max)
    {
        var order = Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i]).ToArray();
        var blocks = new Stack<(double Sum, int Count)>();
        for (var i = 0; i < order.Length; i++)
        {
            var block = (Sum: wanted[order[i]] - (i * pitch), Count: 1);
            while (blocks.TryPeek(out var before) && before.Sum / before.Count > block.Sum / block.Count)
            {
                block = (block.Sum + before.Sum, block.Count + before.Count);
                blocks.Pop();
            }

            blocks.Push(block);
        }

        var places = new double[order.Length];
        var next = 0;
        var highest = Math.Max(min, max - ((order.Length - 1) * pitch));
        foreach (var (sum, count) in blocks.Reverse())
        {
            for (var end = next + count; next < end; next++)
            {
                places[order[next]] = Math.Clamp(sum / count, min, highest) + (next * pitch);
            }
        }

        return places;
    }
}
